package io.wsboot.spring.endpoint;

import io.wsboot.protocol.handshake.HandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Something that an endpoint's methods want of the opening handshake. It is resolved once
 * for each session, before the session opens.
 */
sealed interface SessionValue
		permits HandshakeMap, HandshakeParameter, PublicationTemplate, SessionPrincipal, SessionRequest {

	/**
	 * Finds the value for one session.
	 * @param input the handshake
	 * @return the value, of the type that the methods take
	 * @throws HandshakeException if the handshake has to be refused for it
	 */
	@Nullable Object resolve(HandshakeInput input) throws HandshakeException;

	/**
	 * Whether finding it may take its time, so that it must not happen on an event loop.
	 * @return {@code true} if code of the application may take part in it
	 */
	boolean mayBlock();

}
