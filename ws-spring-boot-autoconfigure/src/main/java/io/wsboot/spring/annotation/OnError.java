package io.wsboot.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Marks a method that takes what the methods of endpoints throw, payloads that the codec
 * cannot read ({@link io.wsboot.spring.endpoint.PayloadNotDecodableException}) and
 * payloads that are not valid
 * ({@link io.wsboot.spring.endpoint.PayloadNotValidException}). It stands in the
 * endpoint, or in a {@link WsAdvice} for several endpoints.
 * <p>
 * Exactly one parameter is the exception; its type tells which ones the method takes. The
 * endpoint is asked first, then the advices in their order. Of several methods of a bean
 * the one with the nearest type is called; one for the exception itself comes before one
 * for its cause. Besides it the method may take what the others do, except for the
 * payload. A normal return means that the failure is handled: the session stays open, and
 * a value that is returned is sent to the peer, or published with {@link PublishTo}. The
 * method runs where the one that failed has run.
 * <p>
 * A failure that no method takes is logged and closes the session: with 1007 and the
 * reason {@code payload-undecodable} for a payload that cannot be read, with 1008 and
 * {@code payload-not-valid} for one that is not valid, with 1011 and
 * {@code handler-failed} otherwise. The property {@code ws.errors.unhandled=log} keeps
 * the session open. A failure in such a method closes the session with 1011; throwing the
 * exception that was taken means that it is not handled.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(CallbackHints.class)
public @interface OnError {

}
