package io.wsboot.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Marks the method that is called when a session has closed: the last one, exactly once.
 * An endpoint has at most one.
 * <p>
 * Parameters: {@link io.wsboot.transport.WsSession},
 * {@link io.wsboot.protocol.CloseStatus} (1006 when the connection ended without a
 * Close), and values of the handshake. Nothing can be sent to the peer any more, so the
 * method returns nothing, unless {@link PublishTo} tells where its value goes.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(CallbackHints.class)
public @interface OnClose {

	/**
	 * Where the method runs.
	 * @return as the {@link WsEndpoint#execution() endpoint} says unless stated
	 */
	Execution execution() default Execution.DEFAULT;

}
