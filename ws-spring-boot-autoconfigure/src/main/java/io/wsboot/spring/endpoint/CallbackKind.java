package io.wsboot.spring.endpoint;

import java.lang.annotation.Annotation;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.spring.annotation.OnClose;
import io.wsboot.spring.annotation.OnError;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.OnOpen;
import io.wsboot.spring.annotation.OnPing;
import io.wsboot.spring.annotation.OnPong;
import io.wsboot.transport.HandshakeRequest;

/**
 * The moments in the life of a session at which a method can be called, and what it is
 * about then: its subject.
 */
enum CallbackKind {

	/** The session has opened; the subject is its request. */
	OPEN(OnOpen.class, ""),

	/** A message arrived; the subject is its payload. */
	MESSAGE(OnMessage.class, "one parameter without annotation for the payload, "),

	/** A Ping arrived; the subject is its payload. */
	PING(OnPing.class, "byte[] or ByteBuffer for the payload, "),

	/** A Pong arrived; the subject is its payload. */
	PONG(OnPong.class, "byte[] or ByteBuffer for the payload, "),

	/** The session has closed; the subject is its close status. */
	CLOSE(OnClose.class, "CloseStatus, "),

	/** Another method failed; the subject is what it threw. */
	ERROR(OnError.class, "one exception, ");

	private final Class<? extends Annotation> annotation;

	private final String allowedSubject;

	CallbackKind(Class<? extends Annotation> annotation, String allowedSubject) {
		this.annotation = annotation;
		this.allowedSubject = allowedSubject;
	}

	Class<? extends Annotation> annotation() {
		return this.annotation;
	}

	/** The annotation as it stands in the source. */
	String label() {
		return "@" + this.annotation.getSimpleName();
	}

	/** Whether a method of this kind is called for a parameter of a type. */
	boolean takesSubject(Class<?> type) {
		return switch (this) {
			case OPEN -> type == HandshakeRequest.class;
			case MESSAGE -> true;
			case PING, PONG -> PayloadReader.isBinary(type);
			case CLOSE -> type == CloseStatus.class;
			case ERROR -> Throwable.class.isAssignableFrom(type);
		};
	}

	/** Whether a method of this kind makes no sense without its subject. */
	boolean needsSubject() {
		return this == MESSAGE || this == ERROR;
	}

	/**
	 * Whether an endpoint may have several methods of this kind, told apart by subject.
	 */
	boolean mayRepeat() {
		return this == MESSAGE || this == ERROR;
	}

	/** What the parameters of such a method may be, for a sentence. */
	String allowedParameters() {
		return "A method with " + label() + " takes " + this.allowedSubject
				+ "WsSession, HandshakeRequest, Principal, @PathVariable, @RequestParam, @RequestHeader,"
				+ " @CookieValue, @Attribute and what a WsArgumentResolver supplies.";
	}

}
