package io.wsboot.spring.endpoint;

import java.security.Principal;

import io.wsboot.protocol.handshake.HandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Says who opens a session. Beans of this kind are asked in their order, after path and
 * origin have been judged and before handshake interceptors, until one names somebody or
 * refuses. Thread-safe; it may block, because it is called on the executor for handlers,
 * for endpoints on the event loop too.
 */
@FunctionalInterface
public interface WsHandshakeAuthenticator {

	/**
	 * Looks for credentials.
	 * @param handshake the handshake; attributes that are left there belong to the
	 * session
	 * @return who opens the session; {@code null} if there are no credentials of the kind
	 * that this authenticator knows, so that the next one is asked
	 * @throws HandshakeException refuses the handshake with a status, a sentence and
	 * perhaps fields, because the credentials are wrong; any other exception is logged
	 * and answered with 500
	 */
	@Nullable Principal authenticate(WsHandshake handshake) throws HandshakeException;

	/**
	 * How clients show credentials of this kind: the value of {@code WWW-Authenticate}
	 * with which a handshake without any is refused where authentication is required (RFC
	 * 9110 §11.6.1).
	 * @return a scheme and perhaps its parameters, such as {@code Basic realm="chat"}
	 */
	default String challenge() {
		return "Bearer";
	}

}
