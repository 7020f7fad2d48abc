package io.wsboot.transport;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

import io.wsboot.protocol.CompressionOptions;
import io.wsboot.protocol.DeflateParameters;
import io.wsboot.protocol.Role;
import io.wsboot.protocol.handshake.ClientHandshake;
import io.wsboot.protocol.handshake.HandshakeException;
import io.wsboot.protocol.handshake.Negotiated;
import io.wsboot.protocol.handshake.WebSocketUri;
import io.wsboot.protocol.http.HeadDecoder;
import io.wsboot.protocol.http.HttpException;
import io.wsboot.protocol.http.HttpFields;
import io.wsboot.protocol.http.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection until it is a session: it is encrypted if need be, sends the
 * opening handshake and judges the answer (RFC 6455 §4.1). Confined to the loop.
 */
final class ClientHandshakeStage implements Stage, TlsHandshakeStage.Next {

	private final Connection connection;

	private final TransportContext context;

	private final ClientHandshake handshake;

	/** What is offered; {@code null} for none. */
	private final @Nullable CompressionOptions compression;

	private final UpgradeDecision.Accept decision;

	private final WebSocketUri uri;

	private final CompletableFuture<WsSession> opened;

	private final HeadDecoder decoder;

	private final long startedAt;

	private final long openBy;

	/** While the connection is being encrypted. */
	private boolean securing;

	/**
	 * Waits for a session; {@link #connected()} must follow.
	 * @param connection its stage becomes this one
	 * @param client whose connection it is
	 * @param request what is wanted
	 * @param handshake the opening handshake made of that
	 * @param opened completed with the session, or with a failure
	 */
	ClientHandshakeStage(Connection connection, ClientContext client, WsClient.Request request,
			ClientHandshake handshake, CompletableFuture<WsSession> opened) {
		this.connection = connection;
		this.context = client.sessionContext();
		this.compression = SessionCompression.choose(request.compression(), client.options());
		this.handshake = handshake;
		this.decision = UpgradeDecision.accept(request.handler()).withExecutor(client.executor(request));
		this.uri = request.uri();
		this.opened = opened;
		this.decoder = HeadDecoder.responses(client.options().headLimits());
		this.startedAt = connection.loop().now();
		this.openBy = this.startedAt + client.options().timeouts().handshake().toNanos();
		connection.wakeBy(this.openBy);
	}

	/**
	 * The server is reached. The time of the TLS handshake, if there is one, is part of
	 * ours.
	 * @throws IOException if the TLS handshake cannot begin
	 */
	void connected() throws IOException {
		if (this.connection.channel() instanceof TlsChannel encrypted) {
			this.securing = true;
			long nanos = this.openBy - this.connection.loop().now();
			this.connection.enter(new TlsHandshakeStage(this.connection, encrypted, nanos, this));
			encrypted.begin();
		}
		else {
			sendRequest();
		}
	}

	@Override
	public void secured() {
		this.securing = false;
		this.connection.enter(this);
		sendRequest();
	}

	private void sendRequest() {
		this.connection.gate().writeRaw(ByteBuffer.wrap(this.handshake.request().encode()), false);
	}

	@Override
	public void receive(ByteBuffer in) {
		try {
			if (this.decoder.decode(in) && !isInterim(this.decoder.responseHead())) {
				open(this.handshake.verify(this.decoder.responseHead()));
			}
		}
		catch (HandshakeException ex) {
			refused(ex);
		}
		catch (HttpException ex) {
			refused(new HandshakeException(ex.status(), "The server's answer is malformed: " + ex.getMessage(),
					HttpFields.EMPTY));
		}
	}

	@Override
	public void streamEnded() {
		fail(new IOException("The server " + this.uri.hostHeader()
				+ " closed the connection during the opening handshake: check that it speaks WebSocket there"));
	}

	@Override
	public long deadline(long now) {
		if (now - this.openBy < 0) {
			return this.openBy;
		}
		fail(late("The opening handshake"));
		return Deadlines.NEVER;
	}

	@Override
	public void outputEnded() {
		this.connection.close();
	}

	@Override
	public void closed() {
		this.opened.completeExceptionally(new IOException("The connection to the server was closed"));
	}

	/**
	 * The connection is broken, or cannot be encrypted.
	 */
	@Override
	public void failed(Throwable cause) {
		if (this.securing) {
			this.securing = false;
			this.context.listener().tlsHandshakeFailed(TlsHandshakeFailure.of(cause));
		}
		Throwable failure = (cause instanceof SocketTimeoutException) ? late("The TLS handshake")
				: TlsFailures.explained(cause, this.uri);
		this.opened.completeExceptionally((failure instanceof IOException) ? failure
				: new IOException("The connection to the server failed", failure));
	}

	private SocketTimeoutException late(String what) {
		return new SocketTimeoutException(what + " with " + this.uri.hostHeader() + " took longer than "
				+ this.context.options().timeouts().handshake().toMillis()
				+ " ms: check that a WebSocket server listens there, or raise the handshake timeout");
	}

	private void refused(HandshakeException refusal) {
		this.context.listener().handshakeRefused(refusal.status());
		fail(refusal);
	}

	private void fail(Exception cause) {
		this.opened.completeExceptionally(cause);
		this.connection.close();
	}

	/** Others may come before the answer, and mean nothing here (RFC 9110 §15.2). */
	private static boolean isInterim(ResponseHead head) {
		return head.status() < 200 && head.status() != 101;
	}

	private void open(Negotiated negotiated) {
		DeflateParameters agreed = negotiated.deflate();
		WebSocketStage session = new WebSocketStage(this.connection, Role.CLIENT, this.context,
				this.decision.withSubprotocol(negotiated.subprotocol()),
				(agreed != null && this.compression != null) ? this.context.deflate(agreed, this.compression) : null);
		this.connection.enter(session);
		session.open(this.connection.loop().time() - this.startedAt, null);
		this.opened.complete(session.session());
	}

}
