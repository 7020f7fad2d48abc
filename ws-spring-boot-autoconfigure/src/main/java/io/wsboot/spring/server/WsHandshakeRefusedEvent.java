package io.wsboot.spring.server;

import java.io.Serial;
import java.net.SocketAddress;

import io.wsboot.transport.HandshakeRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;

/**
 * A context's listener has refused a request: because of its form, by decision of the
 * application, or because it asks for no upgrade. Published as {@link WsSessionEvent}s
 * are, and as far as listeners keep up: peers can cause any number of them.
 */
public final class WsHandshakeRefusedEvent extends ApplicationEvent {

	@Serial
	private static final long serialVersionUID = 1L;

	/** The status of the answer. */
	private final int status;

	/** Who asked. */
	private final SocketAddress peerAddress;

	/** What was asked for. */
	private final transient @Nullable HandshakeRequest request;

	/**
	 * Says that a request was refused.
	 * @param context the context the listener belongs to
	 * @param status the HTTP status of the answer
	 * @param peerAddress who asked
	 * @param request the request; {@code null} if it was not read to its end, or its
	 * handshake has not the form of one
	 */
	public WsHandshakeRefusedEvent(ApplicationContext context, int status, SocketAddress peerAddress,
			@Nullable HandshakeRequest request) {
		super(context);
		this.status = status;
		this.peerAddress = peerAddress;
		this.request = request;
	}

	/**
	 * The answer.
	 * @return the HTTP status, 400 to 599
	 */
	public int status() {
		return this.status;
	}

	/**
	 * Who asked.
	 * @return the address of the peer
	 */
	public SocketAddress peerAddress() {
		return this.peerAddress;
	}

	/**
	 * What was asked for.
	 * @return the request; {@code null} if it was not read to its end, or its handshake
	 * has not the form of one
	 */
	public @Nullable HandshakeRequest request() {
		return this.request;
	}

}
