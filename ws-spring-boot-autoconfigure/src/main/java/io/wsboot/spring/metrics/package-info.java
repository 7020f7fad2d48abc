/**
 * What the sessions of each endpoint do, as Micrometer meters.
 * <p>
 * {@link io.wsboot.spring.metrics.WsMetrics} registers them, all at zero, when an
 * endpoint becomes known; its tags are bounded, whatever peers send.
 */
@NullMarked
package io.wsboot.spring.metrics;

import org.jspecify.annotations.NullMarked;
