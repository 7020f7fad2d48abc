package io.wsboot.protocol.http;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Turns bytes into heads, one after the other (RFC 9112 §2). It may be given its input in
 * pieces of any size and says the same for every division.
 * <p>
 * Lines end with CR LF and nothing else; no control character but the tab is accepted
 * anywhere. A line is judged as soon as it is whole, a wrong byte in it as soon as it
 * comes. Before a request line one empty line is passed over (§2.2). What a request says
 * about its host and its body is judged as well, so that no caller can forget it.
 * <p>
 * Not thread-safe. Memory is held only while a head is incomplete, at most
 * {@link HeadLimits#maxHeadSize()} bytes and the fields found in them.
 */
public final class HeadDecoder {

	private static final byte[] NOTHING = {};

	private static final int SMALLEST_PIECE = 256;

	/** Larger than most heads; more is not copied at once, for it may not be head. */
	private static final int LARGEST_PIECE = 1024;

	private final HeadLimits limits;

	private final boolean requests;

	private byte[] bytes = NOTHING;

	private int filled;

	private int scanned;

	private int lineStart;

	private @Nullable RequestLine requestLine;

	private @Nullable StatusLine statusLine;

	private HttpFields.@Nullable Builder fields;

	private @Nullable RequestHead requestHead;

	private @Nullable ResponseHead responseHead;

	private @Nullable HttpException fault;

	private HeadDecoder(HeadLimits limits, boolean requests) {
		this.limits = limits;
		this.requests = requests;
	}

	/**
	 * A decoder for what a client sends.
	 * @param limits how large a head may be
	 * @return a new decoder
	 */
	public static HeadDecoder requests(HeadLimits limits) {
		return new HeadDecoder(limits, true);
	}

	/**
	 * A decoder for what a server sends. Its faults have status 502.
	 * @param limits how large a head may be
	 * @return a new decoder
	 */
	public static HeadDecoder responses(HeadLimits limits) {
		return new HeadDecoder(limits, false);
	}

	/**
	 * Takes bytes up to and including the blank line that ends a head. When it returns
	 * {@code true}, bytes behind that line are left in the buffer, and the next call
	 * starts with the next head.
	 * @param in the bytes received
	 * @return {@code true} when a head is complete, {@code false} when all bytes were
	 * taken and more are needed
	 * @throws HttpException if the head breaks a rule or a limit: 414 for the request
	 * line, 431 for the rest, 505 for the version, 501 for an unknown transfer coding,
	 * 400 for anything else. Nothing that follows on this connection can be trusted;
	 * further calls throw the same
	 */
	public boolean decode(ByteBuffer in) throws HttpException {
		if (this.fault != null) {
			throw this.fault;
		}
		this.requestHead = null;
		this.responseHead = null;
		try {
			return advance(in);
		}
		catch (HttpException ex) {
			this.fault = this.requests ? ex : new HttpException(502, ex.getMessage());
			reset();
			throw this.fault;
		}
	}

	/**
	 * The head that the last call of {@link #decode} completed.
	 * @return the head
	 * @throws IllegalStateException if it completed none, or this decodes responses
	 */
	public RequestHead requestHead() {
		if (this.requestHead == null) {
			throw new IllegalStateException("No request head is complete");
		}
		return this.requestHead;
	}

	/**
	 * The head that the last call of {@link #decode} completed.
	 * @return the head
	 * @throws IllegalStateException if it completed none, or this decodes requests
	 */
	public ResponseHead responseHead() {
		if (this.responseHead == null) {
			throw new IllegalStateException("No response head is complete");
		}
		return this.responseHead;
	}

	private boolean advance(ByteBuffer in) throws HttpException {
		while (!readLines()) {
			if (this.filled == this.limits.maxHeadSize()) {
				throw new HttpException(431,
						"The head is too large; at most " + this.limits.maxHeadSize() + " bytes are accepted.");
			}
			if (!in.hasRemaining()) {
				return false;
			}
			fill(in);
		}
		in.position(in.position() - (this.filled - this.lineStart));
		complete();
		return true;
	}

	/** Copies the next piece; as all before it has been scanned, it may be given back. */
	private void fill(ByteBuffer in) {
		if (this.filled == this.bytes.length) {
			int piece = Math.max(SMALLEST_PIECE, Math.min(in.remaining(), LARGEST_PIECE));
			int size = Math.max(piece, this.filled * 2);
			this.bytes = Arrays.copyOf(this.bytes, Math.min(size, this.limits.maxHeadSize()));
		}
		int length = Math.min(in.remaining(), this.bytes.length - this.filled);
		in.get(this.bytes, this.filled, length);
		this.filled += length;
	}

	/** Works through the whole lines; {@code true} behind the blank one at the end. */
	private boolean readLines() throws HttpException {
		int end = lineEnd();
		while (end >= 0) {
			int start = this.lineStart;
			this.lineStart = end + 2;
			this.scanned = this.lineStart;
			if (readLine(start, end)) {
				return true;
			}
			end = lineEnd();
		}
		return false;
	}

	/** The place of the CR that ends the current line, -1 as long as it is not whole. */
	private int lineEnd() throws HttpException {
		boolean first = this.fields == null;
		int most = this.limits.maxRequestLine();
		int limit = first ? Math.min(this.filled, this.lineStart + most + 1) : this.filled;
		int i = HttpSyntax.end(this.bytes, this.scanned, limit, HttpSyntax.TEXT);
		this.scanned = i;
		if (first && i - this.lineStart > most) {
			throw new HttpException(414, "The request line is too long; at most " + most + " bytes are accepted.");
		}
		if (i == this.filled) {
			return -1;
		}
		if (this.bytes[i] != '\r') {
			throw new HttpException(400, "A line must end with CR LF and hold no control characters.");
		}
		if (i + 1 == this.filled) {
			return -1;
		}
		if (this.bytes[i + 1] != '\n') {
			throw new HttpException(400, "A CR must be followed by LF.");
		}
		return i;
	}

	/** Reads one line; {@code true} for the blank one at the end. */
	private boolean readLine(int start, int end) throws HttpException {
		HttpFields.Builder builder = this.fields;
		if (builder == null) {
			readFirstLine(start, end);
			return false;
		}
		if (start == end) {
			return true;
		}
		if (builder.size() == this.limits.maxFields()) {
			throw new HttpException(431,
					"The head has too many fields; at most " + this.limits.maxFields() + " are accepted.");
		}
		FieldLine.parse(this.bytes, start, end, builder);
		return false;
	}

	private void readFirstLine(int start, int end) throws HttpException {
		if (!this.requests) {
			this.statusLine = StatusLine.parse(this.bytes, start, end);
		}
		else if (end > 0) { // an empty line at the very start is passed over
			this.requestLine = RequestLine.parse(this.bytes, start, end);
		}
		else {
			return;
		}
		this.fields = HttpFields.builder();
	}

	private void complete() throws HttpException {
		HttpFields all = Objects.requireNonNull(this.fields).build();
		if (this.requests) {
			RequestLine line = Objects.requireNonNull(this.requestLine);
			RequestHead head = new RequestHead(line.method(), line.target(), line.minorVersion(), all);
			Authority.of(head);
			BodyFraming.of(head);
			this.requestHead = head;
		}
		else {
			StatusLine line = Objects.requireNonNull(this.statusLine);
			this.responseHead = new ResponseHead(line.status(), line.reason(), all);
		}
		reset();
	}

	private void reset() {
		this.bytes = NOTHING;
		this.filled = 0;
		this.scanned = 0;
		this.lineStart = 0;
		this.requestLine = null;
		this.statusLine = null;
		this.fields = null;
	}

}
