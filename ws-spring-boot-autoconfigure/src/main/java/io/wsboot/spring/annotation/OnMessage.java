package io.wsboot.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Marks a method that takes messages. Several methods of an endpoint are told apart by
 * what they take: text or binary messages, messages of a {@link #type() type}, or the
 * subtypes of one sealed interface. Two that want the same message are an error at
 * start-up.
 * <p>
 * Exactly one parameter is the payload; its type tells which messages the method takes:
 * <ul>
 * <li>{@link String} or {@link CharSequence}: text;</li>
 * <li>{@code byte[]}: binary, a copy that belongs to the method;</li>
 * <li>{@link java.nio.ByteBuffer}: binary, <em>lent</em> until the method returns,
 * without a copy. It may be a direct buffer. What must live longer has to be copied;</li>
 * <li>a message of Protobuf: binary;</li>
 * <li>any other type: read by a codec: from text if it is JSON, from binary messages if
 * it is CBOR, from both if there are both.</li>
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
 * {@link java.nio.ByteBuffer} as binary, anything else in the format of the message;
 * {@code null} is no reply. With {@link PublishTo} it is published instead.
 * <p>
 * A message that no method takes closes the session with 1003, one that the codec cannot
 * read with 1007, unless an {@link OnError} method takes the exception. For the former
 * there are {@link WsEndpoint#unmatched() other policies}.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(CallbackHints.class)
public @interface OnMessage {

	/**
	 * The types of messages that the method takes, as they stand in a field of the
	 * message itself: {@code {"type": "join", "room": "tea"}}. The whole message is the
	 * payload. The field is called {@code type} unless {@code ws.messages.type-property}
	 * says otherwise; it may stand anywhere in the message.
	 * @return types, each of them taken by no other method; none for messages whatever
	 * their type, as far as no other method takes them
	 */
	String[] type() default {};

	/**
	 * Where the method runs.
	 * @return as the {@link WsEndpoint#execution() endpoint} says unless stated
	 */
	Execution execution() default Execution.DEFAULT;

}
