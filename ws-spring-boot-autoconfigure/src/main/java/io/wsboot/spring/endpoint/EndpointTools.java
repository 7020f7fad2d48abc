package io.wsboot.spring.endpoint;

import java.util.List;
import java.util.function.UnaryOperator;

import io.wsboot.spring.messaging.WsMessaging;
import org.jspecify.annotations.Nullable;

import org.springframework.core.convert.ConversionService;
import org.springframework.validation.Validator;

/**
 * What all endpoints of an application are made with.
 *
 * @param conversion converts values of the handshake
 * @param codecs read and write objects
 * @param messaging publishes what methods return
 * @param placeholders resolves <code>${…}</code> and <code>#{…}</code> in annotations
 * @param resolvers supply parameters of the application's own, in the order in which they
 * are asked
 * @param validator validates payloads; {@code null} if there is none
 */
record EndpointTools(ConversionService conversion, MessageCodecs codecs, WsMessaging messaging,
		UnaryOperator<String> placeholders, List<WsArgumentResolver> resolvers, @Nullable Validator validator) {

}
