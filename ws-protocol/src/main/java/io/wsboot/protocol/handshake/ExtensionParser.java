package io.wsboot.protocol.handshake;

import java.util.ArrayList;
import java.util.List;

import io.wsboot.protocol.handshake.ExtensionOffer.Parameter;
import io.wsboot.protocol.http.HttpSyntax;
import org.jspecify.annotations.Nullable;

/**
 * Reads the grammar of {@code Sec-WebSocket-Extensions} from left to right without ever
 * going back (RFC 6455 §9.1):
 *
 * <pre>
 * list      = offer *( "," offer )
 * offer     = token *( ";" parameter )
 * parameter = token [ "=" ( token / quoted-string that holds a token ) ]
 * </pre>
 *
 * Blanks may stand between any two of these; empty elements of the list are passed over.
 */
final class ExtensionParser {

	/** Offers and parameters in all: they are kept while the upgrade is decided. */
	static final int MOST = 100;

	private final List<ExtensionOffer> offers = new ArrayList<>(2);

	private String text = "";

	private int position;

	private int count;

	List<ExtensionOffer> parse(List<String> values) throws HandshakeException {
		for (String value : values) {
			this.text = value;
			this.position = 0;
			parseList();
		}
		if (this.offers.isEmpty() && !values.isEmpty()) {
			throw malformed();
		}
		return this.offers;
	}

	private void parseList() throws HandshakeException {
		do {
			skipBlanks();
			if (this.position < this.text.length() && this.text.charAt(this.position) != ',') {
				parseOffer();
			}
		}
		while (take(','));
		if (this.position < this.text.length()) {
			throw malformed();
		}
	}

	private void parseOffer() throws HandshakeException {
		String name = token();
		List<Parameter> parameters = new ArrayList<>(2);
		while (take(';')) {
			skipBlanks();
			parameters.add(new Parameter(token(), take('=') ? parameterValue() : null));
		}
		this.offers.add(new ExtensionOffer(name, parameters));
	}

	private String parameterValue() throws HandshakeException {
		skipBlanks();
		boolean quoted = this.position < this.text.length() && this.text.charAt(this.position) == '"';
		String value = quoted ? unquoted() : this.text.substring(this.position, advanceToTokenEnd());
		if (!HttpSyntax.isToken(value)) {
			throw malformed();
		}
		return value;
	}

	private String unquoted() throws HandshakeException {
		int start = this.position + 1;
		int end = HttpSyntax.quotedEnd(this.text, this.position);
		if (end < 0) {
			throw malformed();
		}
		this.position = end;
		StringBuilder value = new StringBuilder(end - start);
		for (int i = start; i < end - 1; i++) {
			if (this.text.charAt(i) == '\\') {
				i++;
			}
			value.append(this.text.charAt(i));
		}
		return value.toString();
	}

	/** The token of an offer or parameter; each counts. */
	private String token() throws HandshakeException {
		String token = this.text.substring(this.position, advanceToTokenEnd());
		if (token.isEmpty()) {
			throw malformed();
		}
		if (++this.count > MOST) {
			throw new HandshakeException(400, "Sec-WebSocket-Extensions is too long; at most " + MOST
					+ " extensions and parameters are accepted.");
		}
		return token;
	}

	private int advanceToTokenEnd() {
		this.position = HttpSyntax.tokenEnd(this.text, this.position);
		return this.position;
	}

	/** Passes over blanks, and over a character behind them if it is the next one. */
	private boolean take(char c) {
		skipBlanks();
		if (this.position < this.text.length() && this.text.charAt(this.position) == c) {
			this.position++;
			return true;
		}
		return false;
	}

	private void skipBlanks() {
		this.position = HttpSyntax.skipBlanks(this.text, this.position);
	}

	private static HandshakeException malformed() {
		return new HandshakeException(400, "Sec-WebSocket-Extensions must be a list of names with parameters,"
				+ " as in \"permessage-deflate; client_max_window_bits\".");
	}

}
