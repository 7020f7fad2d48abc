package io.wsboot.protocol.handshake;

import java.util.List;

import io.wsboot.protocol.CompressionOptions;
import io.wsboot.protocol.DeflateParameters;
import io.wsboot.protocol.http.HttpException;
import io.wsboot.protocol.http.HttpFields;
import io.wsboot.protocol.http.RequestHead;
import io.wsboot.protocol.http.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * The client's part of the opening handshake (RFC 6455 §4.1): builds a request and judges
 * the answer.
 * <p>
 * One object serves one attempt, for its key is used once. Immutable and safe for use by
 * several threads. The only extension it may offer is permessage-deflate (RFC 7692).
 */
public final class ClientHandshake {

	private final HandshakeKey key;

	private final List<String> subprotocols;

	private final @Nullable CompressionOptions compression;

	private final RequestHead request;

	/**
	 * Prepares a request with a fresh key that offers no extension.
	 * @param uri where to
	 * @param subprotocols those offered, the favourite first; empty for none
	 * @param extra further fields, for example {@code Origin}, {@code Authorization} or
	 * cookies
	 * @throws IllegalArgumentException if the subprotocols are more than 100, not tokens
	 * or not different from each other, or an extra field belongs to the handshake
	 */
	public ClientHandshake(WebSocketUri uri, List<String> subprotocols, HttpFields extra) {
		this(uri, subprotocols, null, extra);
	}

	/**
	 * Prepares a request with a fresh key.
	 * @param uri where to
	 * @param subprotocols those offered, the favourite first; empty for none
	 * @param compression how permessage-deflate is offered, or {@code null} if it is not
	 * @param extra further fields, for example {@code Origin}, {@code Authorization} or
	 * cookies
	 * @throws IllegalArgumentException if the subprotocols are more than 100, not tokens
	 * or not different from each other, or an extra field belongs to the handshake
	 */
	public ClientHandshake(WebSocketUri uri, List<String> subprotocols, @Nullable CompressionOptions compression,
			HttpFields extra) {
		this(uri, subprotocols, compression, extra, HandshakeKey.random());
	}

	ClientHandshake(WebSocketUri uri, List<String> subprotocols, @Nullable CompressionOptions compression,
			HttpFields extra, HandshakeKey key) {
		HandshakeFields.requireForeign(extra);
		if (subprotocols.size() > Subprotocols.MOST || !Subprotocols.areWellFormed(subprotocols)) {
			throw new IllegalArgumentException(
					"Subprotocols must be at most " + Subprotocols.MOST + " tokens that differ from each other");
		}
		this.key = key;
		this.subprotocols = List.copyOf(subprotocols);
		this.compression = compression;
		HttpFields.Builder fields = HttpFields.builder()
			.add("Host", uri.hostHeader())
			.add(HandshakeFields.UPGRADE, HandshakeFields.WEBSOCKET)
			.add(HandshakeFields.CONNECTION, HandshakeFields.UPGRADE)
			.add(HandshakeFields.KEY, key.value())
			.add(HandshakeFields.VERSION, HandshakeFields.VERSION_13);
		if (!subprotocols.isEmpty()) {
			fields.add(HandshakeFields.PROTOCOL, String.join(", ", subprotocols));
		}
		if (compression != null) {
			fields.add(HandshakeFields.EXTENSIONS, DeflateNegotiation.offer(compression).fieldValue());
		}
		this.request = new RequestHead("GET", uri.requestTarget(), 1, fields.addAll(extra).build());
	}

	/**
	 * The request to send.
	 * @return the head; there is no body
	 */
	public RequestHead request() {
		return this.request;
	}

	/**
	 * Judges the answer by the six rules at the end of RFC 6455 §4.1.
	 * @param head the answer
	 * @return what was agreed on
	 * @throws HandshakeException with the status of the answer if it is not 101, or is a
	 * 101 that breaks a rule
	 */
	public Negotiated verify(ResponseHead head) throws HandshakeException {
		if (head.status() != 101) {
			throw refusal(head, "The server answered with status " + head.status() + "; an upgrade needs 101.");
		}
		String upgrade = single(head, HandshakeFields.UPGRADE);
		if (upgrade == null || !upgrade.equalsIgnoreCase(HandshakeFields.WEBSOCKET)) {
			throw refusal(head, "The field Upgrade of the answer must be websocket.");
		}
		if (!head.fields().hasToken(HandshakeFields.CONNECTION, HandshakeFields.UPGRADE)) {
			throw refusal(head, "The field Connection of the answer must name Upgrade.");
		}
		if (!this.key.accept().equals(single(head, HandshakeFields.ACCEPT))) {
			throw refusal(head, "The field Sec-WebSocket-Accept of the answer must be the proof of the request's key.");
		}
		List<ExtensionOffer> extensions = extensions(head);
		DeflateParameters deflate = extensions.isEmpty() ? null : deflate(head, extensions);
		String subprotocol = single(head, HandshakeFields.PROTOCOL);
		if (subprotocol != null && !this.subprotocols.contains(subprotocol)) {
			throw refusal(head, "The answer must name a subprotocol that was offered, or none.");
		}
		return new Negotiated(subprotocol, extensions, deflate);
	}

	private static List<ExtensionOffer> extensions(ResponseHead head) throws HandshakeException {
		try {
			return ExtensionOffer.parse(head.fields().all(HandshakeFields.EXTENSIONS));
		}
		catch (HandshakeException ex) {
			throw refusal(head, "The extensions of the answer are malformed. " + ex.getMessage());
		}
	}

	private DeflateParameters deflate(ResponseHead head, List<ExtensionOffer> extensions) throws HandshakeException {
		if (this.compression == null) {
			throw refusal(head, "The answer must not name an extension, for none was offered.");
		}
		if (extensions.size() > 1) {
			throw refusal(head, "The answer must name an extension that was offered, and only once.");
		}
		try {
			return DeflateNegotiation.verify(extensions.get(0), this.compression);
		}
		catch (HandshakeException ex) {
			throw refusal(head, ex.getMessage());
		}
	}

	private static @Nullable String single(ResponseHead head, String name) throws HandshakeException {
		try {
			return head.fields().requireSingle(name);
		}
		catch (HttpException ex) {
			throw refusal(head, ex.getMessage());
		}
	}

	private static HandshakeException refusal(ResponseHead head, String sentence) {
		return new HandshakeException(head.status(), sentence, head.fields());
	}

}
