package io.wsboot.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Marks the method that is called for each Ping of the peer (RFC 6455 §5.5.2), which has
 * been answered by then. An endpoint has at most one.
 * <p>
 * Parameters: the payload of at most 125 bytes as {@code byte[]} or as a
 * {@link java.nio.ByteBuffer} that is lent until the method returns,
 * {@link io.wsboot.transport.WsSession}, and values of the handshake; none of them is
 * needed. A value that is returned is sent to the peer, or published with
 * {@link PublishTo}.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(CallbackHints.class)
public @interface OnPing {

	/**
	 * Where the method runs.
	 * @return as the {@link WsEndpoint#execution() endpoint} says unless stated
	 */
	Execution execution() default Execution.DEFAULT;

}
