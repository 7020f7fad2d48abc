package io.wsboot.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Marks a method that takes messages. An endpoint has at most one for text and one for
 * binary messages.
 * <p>
 * Exactly one parameter is the payload; its type tells which messages the method takes:
 * <ul>
 * <li>{@link String} or {@link CharSequence}: text;</li>
 * <li>{@code byte[]}: binary, a copy that belongs to the method;</li>
 * <li>{@link java.nio.ByteBuffer}: binary, <em>lent</em> until the method returns,
 * without a copy. It may be a direct buffer. What must live longer has to be copied;</li>
 * <li>any other type: read by the codec, which for JSON takes text.</li>
 * </ul>
 * Besides it there may be {@link io.wsboot.transport.WsSession} and values of the
 * handshake ({@link org.springframework.web.bind.annotation.PathVariable @PathVariable},
 * {@link org.springframework.web.bind.annotation.RequestParam @RequestParam},
 * {@link org.springframework.web.bind.annotation.RequestHeader @RequestHeader},
 * {@link org.springframework.web.bind.annotation.CookieValue @CookieValue}), which are
 * converted once, when the session opens; the session's attributes
 * ({@link Attribute @Attribute}), a {@link java.security.Principal}, the
 * {@link io.wsboot.transport.HandshakeRequest}, and what a
 * {@link io.wsboot.spring.endpoint.WsArgumentResolver} supplies.
 * <p>
 * A value that is returned is the reply: {@link CharSequence} as text, {@code byte[]} and
 * {@link java.nio.ByteBuffer} as binary, anything else as the codec writes it;
 * {@code null} is no reply. With {@link PublishTo} it is published instead.
 * <p>
 * A message that no method takes closes the session with 1003, one that the codec cannot
 * read with 1007, unless an {@link OnError} method takes the exception.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface OnMessage {

}
