package io.wsboot.transport;

import java.io.IOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A text message that is sent while it is being written, in fragments of at most 64 KiB
 * (RFC 6455 §5.4). See {@link WsSession#openText(SendOptions)}. The two surrogates of a
 * character may come in two writes; one without its pair leaves as {@code ?}.
 * <p>
 * For one thread at a time; only {@link #abort()} may be called by others meanwhile. A
 * write waits while two fragments wait for the peer.
 */
public final class MessageWriter extends Writer {

	private static final int CAPACITY = 4096;

	private final FragmentWriter fragments;

	private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder()
		.onMalformedInput(CodingErrorAction.REPLACE)
		.onUnmappableCharacter(CodingErrorAction.REPLACE);

	private final CharBuffer chars = CharBuffer.allocate(CAPACITY);

	private final ByteBuffer bytes = ByteBuffer.allocate(CAPACITY);

	MessageWriter(FragmentWriter fragments) {
		this.fragments = fragments;
	}

	/**
	 * Writes a character, or half of one.
	 * @param utf16 its low sixteen bits are sent
	 * @throws IOException if the session is closing, the thread is interrupted, or the
	 * message has been closed or given up
	 * @throws IllegalStateException if it would have to wait on an event loop
	 */
	@Override
	public void write(int utf16) throws IOException {
		write(CharBuffer.wrap(new char[] { (char) utf16 }));
	}

	/**
	 * Writes characters.
	 * @param text the array, the caller's again when the method returns
	 * @param offset where they begin
	 * @param length how many there are
	 * @throws IOException if the session is closing, the thread is interrupted, or the
	 * message has been closed or given up
	 * @throws IllegalStateException if it would have to wait on an event loop
	 */
	@Override
	public void write(char[] text, int offset, int length) throws IOException {
		Objects.checkFromIndexSize(offset, length, text.length);
		write(CharBuffer.wrap(text, offset, length));
	}

	/**
	 * Writes a part of a string.
	 * @param text the string
	 * @param offset where the part begins
	 * @param length how long it is
	 * @throws IOException if the session is closing, the thread is interrupted, or the
	 * message has been closed or given up
	 * @throws IllegalStateException if it would have to wait on an event loop
	 */
	@Override
	public void write(String text, int offset, int length) throws IOException {
		Objects.checkFromIndexSize(offset, length, text.length());
		// not the inherited way, which would wait for the peer within a lock
		write(CharBuffer.wrap(text, offset, offset + length));
	}

	/**
	 * Sends what was written so far as a fragment. A compressed message may keep the end
	 * of it back until more comes.
	 * @throws IOException if the session is closing, the thread is interrupted, or the
	 * message has been closed or given up
	 * @throws IllegalStateException if it would have to wait on an event loop
	 */
	@Override
	public void flush() throws IOException {
		encode(false);
		this.fragments.flush();
	}

	/**
	 * Sends the rest and completes the message. It does so, too, at the end of a
	 * try-with-resources that an exception leaves: whoever fails to produce a message to
	 * its end calls {@link #abort()} first. Does nothing if the message has been closed
	 * or given up.
	 * @throws IOException if the session is closing, or the thread is interrupted
	 * @throws IllegalStateException if it would have to wait on an event loop
	 */
	@Override
	public void close() throws IOException {
		if (!this.fragments.isClosed()) {
			encode(true);
			this.fragments.close();
		}
	}

	/**
	 * Gives the message up. If some of it has left, the session is closed with 1011,
	 * because the peer could take what it has for the whole; otherwise the peer never
	 * hears of it. Does nothing if the message has been closed or given up.
	 */
	public void abort() {
		this.fragments.abort();
	}

	private void write(CharBuffer text) throws IOException {
		this.fragments.requireOpen();
		while (text.hasRemaining()) {
			int now = Math.min(text.remaining(), this.chars.remaining());
			int end = text.limit();
			this.chars.put(text.limit(text.position() + now));
			text.limit(end);
			if (!this.chars.hasRemaining()) {
				encode(false);
			}
		}
	}

	/** Half a character stays, unless nothing follows. */
	private void encode(boolean end) throws IOException {
		this.chars.flip();
		CoderResult result;
		do {
			result = this.encoder.encode(this.chars, this.bytes, end);
			this.fragments.write(this.bytes.array(), 0, this.bytes.position());
			this.bytes.clear();
		}
		while (result.isOverflow());
		this.chars.compact();
	}

}
