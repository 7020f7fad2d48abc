package io.wsboot.spring.endpoint;

import java.util.function.UnaryOperator;

import io.wsboot.spring.messaging.WsMessaging;

import org.springframework.core.convert.ConversionService;

/**
 * What all endpoints of an application are made with.
 *
 * @param conversion converts values of the handshake
 * @param codecs read and write objects
 * @param messaging publishes what methods return
 * @param placeholders resolves <code>${…}</code> in annotations
 */
record EndpointTools(ConversionService conversion, MessageCodecs codecs, WsMessaging messaging,
		UnaryOperator<String> placeholders) {

}
