/**
 * The listener's life inside an application context: it starts, drains and stops in the
 * phases of a web server, says so with events, and publishes its port.
 * <p>
 * Begin with {@link io.wsboot.spring.server.WsServerLifecycle}, which builds a new server
 * for each start; {@link io.wsboot.spring.server.WsServerDrain} says goodbye before it
 * stops.
 */
@NullMarked
package io.wsboot.spring.server;

import org.jspecify.annotations.NullMarked;
