package io.wsboot.spring.endpoint;

import java.util.function.UnaryOperator;

import org.springframework.core.convert.ConversionService;

/**
 * What all endpoints of an application are made with.
 *
 * @param conversion converts values of the handshake
 * @param output sends what methods return
 * @param placeholders resolves <code>${…}</code> in annotations
 */
record EndpointTools(ConversionService conversion, EndpointOutput output, UnaryOperator<String> placeholders) {

}
