package io.wsboot.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Marks a method that takes what the other methods of its endpoint throw, and payloads
 * that the codec cannot read
 * ({@link io.wsboot.spring.endpoint.PayloadNotDecodableException}).
 * <p>
 * Exactly one parameter is the exception; its type tells which ones the method takes. Of
 * several methods the one with the nearest type is called. Besides it there may be
 * {@link io.wsboot.transport.WsSession} and values of the handshake. A normal return
 * means that the failure is handled: the session stays open, and a value that is returned
 * is sent to the peer, or published with {@link PublishTo}.
 * <p>
 * A failure without such a method, or in it, is logged and closes the session: with 1007
 * and the reason {@code payload-undecodable} for a payload, with 1011 and
 * {@code handler-failed} otherwise.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface OnError {

}
