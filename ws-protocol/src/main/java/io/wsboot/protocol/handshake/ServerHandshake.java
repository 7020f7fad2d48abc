package io.wsboot.protocol.handshake;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.wsboot.protocol.http.Authority;
import io.wsboot.protocol.http.BodyFraming;
import io.wsboot.protocol.http.HttpException;
import io.wsboot.protocol.http.HttpFields;
import io.wsboot.protocol.http.RequestHead;
import io.wsboot.protocol.http.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * The server's part of the opening handshake (RFC 6455 §4.2): judges an upgrade request
 * and builds the answer.
 * <p>
 * Immutable and safe for use by several threads. Whether the request's path, origin and
 * credentials please is decided elsewhere, between {@link #check} and {@link #accept}.
 */
public final class ServerHandshake {

	private static final HttpFields UPGRADE_REQUIRED = HttpFields.builder()
		.add(HandshakeFields.UPGRADE, HandshakeFields.WEBSOCKET)
		.add(HandshakeFields.VERSION, HandshakeFields.VERSION_13)
		.build();

	private static final HttpFields SPOKEN_VERSION = HttpFields.builder()
		.add(HandshakeFields.VERSION, HandshakeFields.VERSION_13)
		.build();

	private static final HttpFields ALLOWED_METHOD = HttpFields.builder().add("Allow", "GET").build();

	private static final Set<String> WRITTEN_BY_REFUSE = Set.of("connection", "content-type", "content-length",
			"transfer-encoding");

	private static final int LAST_VERSION = 255;

	private final HandshakeKey key;

	private final List<String> subprotocols;

	private final List<ExtensionOffer> extensions;

	private ServerHandshake(HandshakeKey key, List<String> subprotocols, List<ExtensionOffer> extensions) {
		this.key = key;
		this.subprotocols = List.copyOf(subprotocols);
		this.extensions = List.copyOf(extensions);
	}

	/**
	 * Whether a request asks for a WebSocket, rightly or wrongly: its {@code Upgrade}
	 * names it, or it brings a key.
	 * @param head the request
	 * @return {@code true} if {@link #check} should judge it
	 */
	public static boolean isUpgrade(RequestHead head) {
		return head.fields().hasToken(HandshakeFields.UPGRADE, HandshakeFields.WEBSOCKET)
				|| head.fields().contains(HandshakeFields.KEY);
	}

	/**
	 * Judges a request by every rule of RFC 6455 §4.2.1. Which status a fault gets: 405 a
	 * method other than GET; 426 anything that is well-formed and could be repeated
	 * rightly (HTTP/1.0, a missing token in {@code Upgrade} or {@code Connection}, a
	 * version other than 13); 400 the rest.
	 * @param head the request
	 * @return what it offers
	 * @throws HandshakeException if it breaks a rule
	 */
	public static ServerHandshake check(RequestHead head) throws HandshakeException {
		checkRequest(head);
		HttpFields fields = head.fields();
		checkUpgrade(fields);
		checkVersion(fields);
		HandshakeKey key = checkKey(fields);
		List<String> subprotocols = checkSubprotocols(fields);
		return new ServerHandshake(key, subprotocols, ExtensionOffer.parse(fields.all(HandshakeFields.EXTENSIONS)));
	}

	/**
	 * The subprotocols that the client offers, its favourite first.
	 * @return tokens, each once; empty if it offers none
	 */
	public List<String> subprotocols() {
		return this.subprotocols;
	}

	/**
	 * The extensions that the client offers, its favourite first.
	 * @return the offers; empty if there are none
	 */
	public List<ExtensionOffer> extensions() {
		return this.extensions;
	}

	/**
	 * The answer that opens the WebSocket without any extension (RFC 6455 §4.2.2).
	 * @param subprotocol one of those offered, or {@code null} for none
	 * @param extra fields of the application, for example cookies
	 * @return a head with status 101
	 * @throws IllegalArgumentException if the subprotocol was not offered, or an extra
	 * field belongs to the handshake
	 */
	public ResponseHead accept(@Nullable String subprotocol, HttpFields extra) {
		return accept(subprotocol, null, extra);
	}

	/**
	 * The answer that opens the WebSocket (RFC 6455 §4.2.2).
	 * @param subprotocol one of those offered, or {@code null} for none
	 * @param extension how an extension that was offered is accepted (§9.1), as
	 * {@link DeflateNegotiation.Agreement#response} says it, or {@code null} for none
	 * @param extra fields of the application, for example cookies
	 * @return a head with status 101
	 * @throws IllegalArgumentException if the subprotocol or the extension was not
	 * offered, or an extra field belongs to the handshake
	 */
	public ResponseHead accept(@Nullable String subprotocol, @Nullable ExtensionOffer extension, HttpFields extra) {
		HandshakeFields.requireForeign(extra);
		HttpFields.Builder fields = HttpFields.builder()
			.add(HandshakeFields.UPGRADE, HandshakeFields.WEBSOCKET)
			.add(HandshakeFields.CONNECTION, HandshakeFields.UPGRADE)
			.add(HandshakeFields.ACCEPT, this.key.accept());
		if (subprotocol != null) {
			if (!this.subprotocols.contains(subprotocol)) {
				throw new IllegalArgumentException("Only a subprotocol that the client offered can be accepted");
			}
			fields.add(HandshakeFields.PROTOCOL, subprotocol);
		}
		if (extension != null) {
			requireOffered(extension);
			fields.add(HandshakeFields.EXTENSIONS, extension.fieldValue());
		}
		return ResponseHead.of(101, fields.addAll(extra).build());
	}

	private void requireOffered(ExtensionOffer extension) {
		for (ExtensionOffer offer : this.extensions) {
			if (offer.name().equals(extension.name())) {
				return;
			}
		}
		throw new IllegalArgumentException("Only an extension that the client offered can be accepted");
	}

	/**
	 * The answer to a refused request. It announces the exception's message, encoded as
	 * UTF-8, as its body (not to be sent in answer to HEAD), and the end of the
	 * connection behind it. Fields of the refusal that say otherwise are left out.
	 * @param refusal why
	 * @return a head with the refusal's status and fields
	 */
	public static ResponseHead refuse(HandshakeException refusal) {
		HttpFields.Builder fields = HttpFields.builder();
		refusal.fields().forEach((name, value) -> {
			if (!WRITTEN_BY_REFUSE.contains(name.toLowerCase(Locale.ROOT))) {
				fields.add(name, value);
			}
		});
		boolean upgrade = refusal.fields().contains(HandshakeFields.UPGRADE);
		int length = refusal.getMessage().getBytes(StandardCharsets.UTF_8).length;
		fields.add(HandshakeFields.CONNECTION, upgrade ? "Upgrade, close" : "close")
			.add("Content-Type", "text/plain;charset=utf-8")
			.add("Content-Length", Integer.toString(length));
		return ResponseHead.of(refusal.status(), fields.build());
	}

	/**
	 * What every request owes: method, version, host, no body (§4.2.1, items 1 and 2).
	 */
	private static void checkRequest(RequestHead head) throws HandshakeException {
		if (!head.method().equals("GET")) {
			throw new HandshakeException(405, "A WebSocket is opened with the method GET, in capital letters.",
					ALLOWED_METHOD);
		}
		if (head.fields().contains("Transfer-Encoding")) {
			throw new HandshakeException(400, "An upgrade request must not have a body; leave out Transfer-Encoding.");
		}
		try {
			if (!BodyFraming.of(head).isEmpty()) {
				throw new HandshakeException(400, "An upgrade request must not have a body; leave out Content-Length.");
			}
			Authority.of(head);
			head.fields().requireSingle("Origin");
		}
		catch (HttpException ex) {
			throw new HandshakeException(ex.status(), ex.getMessage());
		}
		if (head.minorVersion() == 0) {
			throw new HandshakeException(426, "A WebSocket is opened over HTTP/1.1; HTTP/1.0 has no upgrade.",
					UPGRADE_REQUIRED);
		}
	}

	/** Items 3 and 4. */
	private static void checkUpgrade(HttpFields fields) throws HandshakeException {
		if (!fields.hasToken(HandshakeFields.UPGRADE, HandshakeFields.WEBSOCKET)) {
			throw new HandshakeException(426, "This address speaks WebSocket; the field Upgrade must name websocket.",
					UPGRADE_REQUIRED);
		}
		if (!fields.hasToken(HandshakeFields.CONNECTION, HandshakeFields.UPGRADE)) {
			throw new HandshakeException(426, "The field Connection must name Upgrade.", UPGRADE_REQUIRED);
		}
	}

	/** Item 6. It comes before the key because older versions have other keys. */
	private static void checkVersion(HttpFields fields) throws HandshakeException {
		List<String> versions = fields.all(HandshakeFields.VERSION);
		if (versions.isEmpty()) {
			throw new HandshakeException(426, "The field Sec-WebSocket-Version is missing; it must be 13.",
					UPGRADE_REQUIRED);
		}
		String version = versions.get(0);
		if (versions.size() > 1 || !isVersion(version)) {
			throw new HandshakeException(400,
					"Sec-WebSocket-Version must be given once and be a number from 0 to 255; 13 is spoken here.",
					SPOKEN_VERSION);
		}
		if (!version.equals(HandshakeFields.VERSION_13)) {
			throw new HandshakeException(426,
					"This version of the WebSocket protocol is not spoken here; it must be 13.", UPGRADE_REQUIRED);
		}
	}

	/** A number from 0 to 255 without leading zeros (RFC 6455 §4.3). */
	private static boolean isVersion(String text) {
		if (text.isEmpty() || text.length() > 3 || (text.length() > 1 && text.charAt(0) == '0')) {
			return false;
		}
		int number = 0;
		for (int i = 0; i < text.length(); i++) {
			int digit = text.charAt(i) - '0';
			if (digit < 0 || digit > 9) {
				return false;
			}
			number = number * 10 + digit;
		}
		return number <= LAST_VERSION;
	}

	/** Item 5. */
	private static HandshakeKey checkKey(HttpFields fields) throws HandshakeException {
		List<String> keys = fields.all(HandshakeFields.KEY);
		if (keys.size() != 1 || !HandshakeKey.isWellFormed(keys.get(0))) {
			throw new HandshakeException(400, "Sec-WebSocket-Key must be given once and be 16 bytes in base64.");
		}
		return new HandshakeKey(keys.get(0));
	}

	/** Item 8. */
	private static List<String> checkSubprotocols(HttpFields fields) throws HandshakeException {
		if (!fields.contains(HandshakeFields.PROTOCOL)) {
			return List.of();
		}
		List<String> names = fields.tokens(HandshakeFields.PROTOCOL);
		if (names.isEmpty() || names.size() > Subprotocols.MOST || !Subprotocols.areWellFormed(names)) {
			throw new HandshakeException(400, "Sec-WebSocket-Protocol must be a list of 1 to " + Subprotocols.MOST
					+ " tokens that differ from each other.");
		}
		return names;
	}

}
