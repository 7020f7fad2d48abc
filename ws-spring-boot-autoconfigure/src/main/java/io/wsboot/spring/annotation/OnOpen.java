package io.wsboot.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Marks the method that is called when a session has opened, before any of its messages.
 * <p>
 * Parameters: {@link io.wsboot.transport.WsSession},
 * {@link io.wsboot.transport.HandshakeRequest}, and values of the handshake. A value that
 * is returned is sent to the peer, or published with {@link PublishTo}. An endpoint has
 * at most one such method.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(CallbackHints.class)
public @interface OnOpen {

	/**
	 * Where the method runs.
	 * @return as the {@link WsEndpoint#execution() endpoint} says unless stated
	 */
	Execution execution() default Execution.DEFAULT;

}
