package io.wsboot.spring.endpoint;

import java.util.List;
import java.util.function.UnaryOperator;

import org.springframework.core.convert.ConversionService;

/**
 * What all endpoints of an application are made with.
 *
 * @param conversion converts values of the handshake
 * @param output sends what methods return
 * @param placeholders resolves <code>${…}</code> and <code>#{…}</code> in annotations
 * @param resolvers supply parameters of the application's own, in the order in which they
 * are asked
 */
record EndpointTools(ConversionService conversion, EndpointOutput output, UnaryOperator<String> placeholders,
		List<WsArgumentResolver> resolvers) {

}
