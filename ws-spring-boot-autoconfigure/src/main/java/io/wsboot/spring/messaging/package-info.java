/**
 * Sending to sessions: one, those of a user or an endpoint, the members of a topic.
 * <p>
 * {@link io.wsboot.spring.messaging.WsMessaging} addresses the sessions and encodes a
 * message once for all of them; {@link io.wsboot.spring.messaging.WsTopics} tells who is
 * there. Both are beans and work without a server, so that a program that only publishes
 * can be written and tested in the same way. Sessions join and leave topics themselves:
 * {@link io.wsboot.transport.WsSession#join}.
 */
@NullMarked
package io.wsboot.spring.messaging;

import org.jspecify.annotations.NullMarked;
