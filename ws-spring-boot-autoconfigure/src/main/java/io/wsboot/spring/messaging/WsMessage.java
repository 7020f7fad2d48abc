package io.wsboot.spring.messaging;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * A message on its way through interceptors: text or binary. Immutable; the bytes of one
 * that arrived are borrowed, so it must not be kept longer than the call.
 */
public final class WsMessage {

	private final boolean text;

	private final ByteBuffer bytes;

	/** Made of the bytes when it is first asked for. */
	private @Nullable String string;

	private WsMessage(boolean text, ByteBuffer bytes, @Nullable String string) {
		this.text = text;
		this.bytes = bytes.asReadOnlyBuffer();
		this.string = string;
	}

	/**
	 * A text message.
	 * @param text the text
	 * @return the message
	 */
	public static WsMessage text(CharSequence text) {
		String string = text.toString();
		return new WsMessage(true, StandardCharsets.UTF_8.encode(string), string);
	}

	/**
	 * A text message that is already encoded.
	 * @param utf8 valid UTF-8 between position and limit, not copied
	 * @return the message
	 */
	public static WsMessage text(ByteBuffer utf8) {
		return new WsMessage(true, utf8, null);
	}

	/**
	 * A binary message.
	 * @param bytes the payload between position and limit, not copied
	 * @return the message
	 */
	public static WsMessage binary(ByteBuffer bytes) {
		return new WsMessage(false, bytes, null);
	}

	/**
	 * Which kind of message it is.
	 * @return {@code true} for text, {@code false} for binary
	 */
	public boolean isText() {
		return this.text;
	}

	/**
	 * The payload.
	 * @return a window of its own, read-only; UTF-8 for text
	 */
	public ByteBuffer bytes() {
		return this.bytes.duplicate();
	}

	/**
	 * The payload of a text message.
	 * @return the text
	 * @throws IllegalStateException if the message is binary
	 */
	public String string() {
		if (!this.text) {
			throw new IllegalStateException("A binary message is no text: ask isText() before, or take bytes()");
		}
		String string = this.string;
		if (string == null) {
			string = StandardCharsets.UTF_8.decode(bytes()).toString();
			this.string = string;
		}
		return string;
	}

	/** For logs, without the payload. */
	@Override
	public String toString() {
		return (this.text ? "text" : "binary") + " message of " + this.bytes.remaining() + " bytes";
	}

}
