/**
 * The sample: endpoints for echo, broadcast, chat and prices, and a page to try them on.
 * <p>
 * Start with {@link io.wsboot.sample.EchoEndpoint}, the smallest; then
 * {@link io.wsboot.sample.ChatEndpoint}, which has a method for each kind of
 * {@link io.wsboot.sample.ChatMessage}, whose rooms are topics, and whose failures
 * {@link io.wsboot.sample.ChatFailures} answers; then
 * {@link io.wsboot.sample.TickerEndpoint}, where the server speaks first. The page under
 * {@code static} asks {@link io.wsboot.sample.SampleConfigController} for the listener's
 * port.
 */
@NullMarked
package io.wsboot.sample;

import org.jspecify.annotations.NullMarked;
