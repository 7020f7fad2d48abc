/**
 * The sample: endpoints for echo, broadcast, chat and prices, and a page to try them on.
 * <p>
 * Start with {@link io.wsboot.sample.EchoEndpoint}, the smallest; then
 * {@link io.wsboot.sample.ChatEndpoint}, whose rooms are topics; then
 * {@link io.wsboot.sample.TickerEndpoint}, where the server speaks first. The page under
 * {@code static} asks {@link io.wsboot.sample.SampleConfigController} for the listener's
 * port.
 */
@NullMarked
package io.wsboot.sample;

import org.jspecify.annotations.NullMarked;
