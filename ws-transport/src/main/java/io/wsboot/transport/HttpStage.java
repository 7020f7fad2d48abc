package io.wsboot.transport;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

import javax.net.ssl.SSLSession;

import io.wsboot.protocol.CompressionOptions;
import io.wsboot.protocol.Role;
import io.wsboot.protocol.handshake.DeflateNegotiation;
import io.wsboot.protocol.handshake.DeflateNegotiation.Agreement;
import io.wsboot.protocol.handshake.HandshakeException;
import io.wsboot.protocol.handshake.ServerHandshake;
import io.wsboot.protocol.http.HeadDecoder;
import io.wsboot.protocol.http.HttpException;
import io.wsboot.protocol.http.HttpFields;
import io.wsboot.protocol.http.RequestHead;
import io.wsboot.protocol.http.ResponseHead;
import io.wsboot.transport.UpgradeDecision.Accept;
import io.wsboot.transport.UpgradeDecision.Refuse;
import org.jspecify.annotations.Nullable;

/**
 * A server's connection until it is upgraded: it collects a request's head, has the
 * upgrade decided, and answers 101 or a refusal (RFC 6455 §4.2). Confined to the loop.
 */
final class HttpStage implements Stage {

	private static final Logger logger = System.getLogger(HttpStage.class.getName());

	private static final LogPace PACE = new LogPace();

	/** What a client may send behind its request before it has our answer. */
	private static final int MAX_EARLY_BYTES = 8 * 1024;

	/** Tells when to try again. */
	static final HttpFields RETRY_LATER = HttpFields.builder().add("Retry-After", "5").build();

	private static final int URI_TOO_LONG = 414;

	private static final int UPGRADE_REQUIRED = 426;

	private static final int TOO_MANY_REQUESTS = 429;

	private static final int HEAD_TOO_LARGE = 431;

	private final Connection connection;

	private final ServerContext server;

	private final HeadDecoder decoder;

	private final long connectedAt;

	private final long answerBy;

	private boolean begun;

	private boolean answered;

	private boolean serverEnds;

	/** {@code null} until it has been read. */
	private @Nullable HandshakeRequest request;

	/** Whether the request wants the head of an answer only (RFC 9110 §9.3.2). */
	private boolean headOnly;

	HttpStage(Connection connection, ServerContext server) {
		this.connection = connection;
		this.server = server;
		this.decoder = HeadDecoder.requests(server.options().headLimits());
		this.connectedAt = connection.loop().now();
		this.answerBy = this.connectedAt + server.options().timeouts().handshake().toNanos();
		connection.wakeBy(this.answerBy);
	}

	@Override
	public void receive(ByteBuffer in) {
		this.begun = true;
		try {
			if (this.decoder.decode(in)) {
				request(this.decoder.requestHead(), in);
			}
		}
		catch (HttpException ex) {
			if (ex.status() == URI_TOO_LONG || ex.status() == HEAD_TOO_LARGE) {
				reached((ex.status() == URI_TOO_LONG) ? Limit.REQUEST_LINE : Limit.HEAD);
			}
			refuse(ex.status(), sentence(ex), HttpFields.EMPTY);
		}
		catch (HandshakeException ex) {
			refuse(ex.status(), sentence(ex), ex.fields());
		}
	}

	@Override
	public void streamEnded() {
		// a request cut short; a complete one is decided upon and answered first
		if (!this.connection.isPaused()) {
			this.connection.close();
		}
	}

	@Override
	public long deadline(long now) {
		if (now - this.answerBy < 0) {
			return this.answerBy;
		}
		if (!this.answered) {
			reached(Limit.HANDSHAKE_TIMEOUT);
		}
		if (this.begun) {
			refuse(408, "The opening handshake took too long.", HttpFields.EMPTY);
		}
		else {
			this.connection.close();
		}
		return Deadlines.NEVER;
	}

	/**
	 * The server is about to end. A request that has begun is refused; one that may be on
	 * its way has until the next call.
	 */
	void serverEnds() {
		if (this.begun) {
			refuse(goingAway());
		}
		else if (this.serverEnds) {
			this.connection.close();
		}
		this.serverEnds = true;
	}

	@Override
	public void outputEnded() {
		this.connection.linger();
	}

	@Override
	public void closed() {
		this.answered = true;
	}

	private void request(RequestHead head, ByteBuffer in) throws HandshakeException {
		this.headOnly = head.method().equals("HEAD");
		if (!ServerHandshake.isUpgrade(head)) {
			refuse(exchange(describe(head, List.of())));
			return;
		}
		ServerHandshake handshake = ServerHandshake.check(head);
		HandshakeRequest request = describe(head, handshake.subprotocols());
		if (this.server.isDraining()) {
			refuse(goingAway());
			return;
		}
		if (in.remaining() > MAX_EARLY_BYTES) {
			throw new HandshakeException(400, "Frames were sent before the handshake was answered.");
		}
		this.connection.pause(Connection.PAUSED_BY_UPGRADE);
		try {
			this.server.upgradeHandler()
				.upgrade(request)
				.whenComplete((decision, failure) -> this.connection.loop()
					.executeNow(() -> decided(handshake, decision, failure)));
		}
		catch (Throwable failure) {
			decided(handshake, null, failure);
		}
	}

	private HandshakeRequest describe(RequestHead head, List<String> subprotocols) {
		SSLSession tls = tls();
		try {
			HandshakeRequest described = new HandshakeRequest(head, this.connection.peerAddress(),
					this.connection.localAddress(), tls != null, subprotocols, tls);
			this.request = described;
			return described;
		}
		catch (IOException ex) {
			throw new IllegalStateException("The socket has no local address", ex);
		}
	}

	private @Nullable SSLSession tls() {
		return (this.connection.channel() instanceof TlsChannel encrypted) ? encrypted.session() : null;
	}

	private Refuse exchange(HandshakeRequest request) {
		try {
			return this.server.exchangeHandler().exchange(request);
		}
		catch (Throwable failure) {
			warn("The answer to an HTTP request failed, and is 500. Correct the HttpExchangeHandler.", failure);
			return internalError();
		}
	}

	private void decided(ServerHandshake handshake, @Nullable UpgradeDecision decision, @Nullable Throwable failure) {
		if (this.answered) {
			return;
		}
		if (decision instanceof Accept accept) {
			if (this.server.isDraining()) {
				refuse(goingAway());
			}
			else {
				accept(handshake, accept);
			}
		}
		else if (decision instanceof Refuse refusal) {
			refuse(refusal);
		}
		else {
			warn("The decision on an upgrade failed, and the request is refused with 500. Correct what the stack trace"
					+ " names: an interceptor, an authenticator, a converter.", failure);
			refuse(internalError());
		}
	}

	private void accept(ServerHandshake handshake, Accept decision) {
		String user = decision.user();
		if (user != null && !this.server.sessionContext().users().take(user)) {
			reached(Limit.CONNECTIONS_PER_USER);
			refuse(new Refuse(TOO_MANY_REQUESTS, "This user has too many sessions.", RETRY_LATER));
			return;
		}
		ResponseHead answer;
		WebSocketStage opened;
		try {
			TransportContext context = this.server.sessionContext();
			CompressionOptions wanted = SessionCompression.choose(decision.compression(), context.options());
			Agreement agreed = (wanted != null) ? DeflateNegotiation.accept(handshake.extensions(), wanted) : null;
			answer = handshake.accept(decision.subprotocol(), (agreed != null) ? agreed.response() : null,
					HttpFields.EMPTY);
			opened = new WebSocketStage(this.connection, Role.SERVER, context, decision,
					(agreed != null && wanted != null) ? context.deflate(agreed.parameters(), wanted) : null);
		}
		catch (RuntimeException ex) {
			warn("An upgrade was accepted with a subprotocol that was not offered, with limits that do not fit, or with a"
					+ " handler that fails, and the request is refused with 500. Correct the UpgradeHandler.", ex);
			if (user != null) {
				this.server.sessionContext().users().giveBack(user);
			}
			refuse(internalError());
			return;
		}
		this.answered = true;
		this.connection.gate().writeRaw(ByteBuffer.wrap(answer.encode()), false);
		this.connection.enter(opened);
		opened.open(this.connection.loop().time() - this.connectedAt, decision.opened());
		this.connection.resume(Connection.PAUSED_BY_UPGRADE);
	}

	/** Peers can make it come as often as they like. */
	private static void warn(String what, @Nullable Throwable failure) {
		long leftOut = PACE.turn();
		if (leftOut != LogPace.SILENT) {
			logger.log(Level.WARNING, what + LogPace.behind(leftOut), failure);
		}
	}

	private void reached(Limit limit) {
		this.server.sessionContext().reports().reached(limit, this.connection.peerAddress(), this.server.listener());
	}

	private void refuse(Refuse refusal) {
		refuse(refusal.status(), refusal.message(), refusal.fields());
	}

	private void refuse(int status, String sentence, HttpFields fields) {
		if (this.answered) {
			return;
		}
		this.answered = true;
		this.server.listener().handshakeRefused(status, this.connection.peerAddress(), this.request);
		logger.log(Level.DEBUG,
				() -> "Refused a request of " + this.connection.peerAddress() + " with " + status + ": " + sentence);
		this.connection.enter(new LingeringClose(this.connection, this.server.options().timeouts().write().toNanos()));
		ByteBuffer answer = refusal(status, sentence, fields);
		if (this.headOnly) {
			answer.limit(answer.limit() - body(sentence).length);
		}
		this.connection.gate().writeRaw(answer, true);
		this.connection.resume(Connection.PAUSED_BY_UPGRADE);
	}

	/**
	 * A whole response with one sentence as its body, behind which the connection ends.
	 * With status 426 it names what to upgrade to (RFC 9110 §15.5.22), and a named
	 * upgrade is an option of the connection (§7.8).
	 * @param status the status
	 * @param sentence the body
	 * @param fields further fields
	 * @return the bytes
	 */
	static ByteBuffer refusal(int status, String sentence, HttpFields fields) {
		byte[] body = body(sentence);
		HttpFields.Builder all = HttpFields.builder().addAll(fields);
		boolean upgrade = status == UPGRADE_REQUIRED || fields.contains("Upgrade");
		if (upgrade && !fields.contains("Upgrade")) {
			all.add("Upgrade", "websocket");
		}
		if (!fields.contains("Connection")) {
			all.add("Connection", upgrade ? "Upgrade, close" : "close");
		}
		all.add("Content-Type", "text/plain; charset=utf-8")
			.add("Content-Length", Integer.toString(body.length))
			.add("Cache-Control", "no-store");
		byte[] head = ResponseHead.of(status, all.build()).encode();
		return ByteBuffer.allocate(head.length + body.length).put(head).put(body).flip();
	}

	private static byte[] body(String sentence) {
		return (sentence + "\n").getBytes(StandardCharsets.UTF_8);
	}

	private static Refuse goingAway() {
		return new Refuse(503, "The server is going away.", RETRY_LATER);
	}

	private static Refuse internalError() {
		return UpgradeDecision.refuse(500, "The server failed to answer.");
	}

	private static String sentence(Exception refusal) {
		String message = refusal.getMessage();
		return (message != null) ? message : "The request was refused.";
	}

}
