package io.wsboot.transport;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.protocol.PreparedMessage;
import org.jspecify.annotations.Nullable;

/**
 * The application's view of an open connection.
 * <p>
 * Every method may be called from any thread. Messages of one session leave whole and in
 * the order of the calls; a thread that has seen another thread's send return sends
 * behind it. Only messages that replace others of their key
 * ({@link Delivery#conflate(String)}) leave where those would have.
 * <p>
 * To a peer that reads too slowly messages may be dropped ({@link SlowConsumer}). What is
 * returned by {@code send} then fails with a {@link MessageDroppedException}, and
 * {@code offer} says {@link SendResult#DROPPED} if that is known at once.
 */
public interface WsSession {

	/**
	 * The session's identifier: 128 bits from a secure generator, never taken from the
	 * peer. It is a name, not an authorization.
	 * @return 32 hexadecimal digits
	 */
	String id();

	/**
	 * Whether messages may still be sent.
	 * @return {@code false} from the first Close on, whichever side sent it
	 */
	boolean isOpen();

	/**
	 * Whether this side was the first to close: it sent its Close before it had received
	 * one, or failed the connection for a violation. With the status of the end that says
	 * whether to connect again.
	 * @return {@code false} while the session is open, and if the peer closed, or the
	 * connection was lost first
	 */
	boolean isClosedLocally();

	/**
	 * The subprotocol that the opening handshake agreed on (RFC 6455 §1.9).
	 * @return the name, {@code null} if there is none
	 */
	@Nullable String subprotocol();

	/**
	 * The address of the peer's end of the connection, which may be a proxy's; behind a
	 * proxy that is trusted to tell it ({@link ProxyProtocol}), the client's.
	 * @return the address
	 */
	SocketAddress peerAddress();

	/**
	 * Values that live as long as the session, for the application's own use.
	 * @return a concurrent map
	 */
	Map<String, Object> attributes();

	/**
	 * Sends a text message.
	 * @param text the message; a surrogate without its pair leaves as {@code ?}
	 * @return completes when the operating system has taken every byte; fails with an
	 * {@link java.io.IOException} if the session closes first
	 */
	default CompletionStage<@Nullable Void> sendText(CharSequence text) {
		return sendText(text, SendOptions.DEFAULTS);
	}

	/**
	 * Sends a text message.
	 * @param text the message; a surrogate without its pair leaves as {@code ?}
	 * @param options how it is sent
	 * @return completes when the operating system has taken every byte; fails with an
	 * {@link java.io.IOException} if the session closes first
	 */
	CompletionStage<@Nullable Void> sendText(CharSequence text, SendOptions options);

	/**
	 * Sends a text message that is there as bytes.
	 * @param utf8 the message, valid UTF-8 between position and limit; the caller's again
	 * when the method returns
	 * @return completes when the message has been written to the socket; fails with an
	 * {@link java.io.IOException} if the session is closing
	 */
	CompletionStage<@Nullable Void> sendTextBytes(ByteBuffer utf8);

	/**
	 * Sends a binary message.
	 * @param data the payload between position and limit; copied where it must wait, so
	 * that it is the caller's again when the method returns
	 * @return completes when the operating system has taken every byte; fails with an
	 * {@link java.io.IOException} if the session closes first
	 */
	default CompletionStage<@Nullable Void> sendBinary(ByteBuffer data) {
		return sendBinary(data, SendOptions.DEFAULTS);
	}

	/**
	 * Sends a binary message.
	 * @param data the payload between position and limit; copied where it must wait, so
	 * that it is the caller's again when the method returns
	 * @param options how it is sent
	 * @return completes when the operating system has taken every byte; fails with an
	 * {@link java.io.IOException} if the session closes first
	 */
	CompletionStage<@Nullable Void> sendBinary(ByteBuffer data, SendOptions options);

	/**
	 * Sends what a publisher gives as one binary message, in fragments (RFC 6455 §5.4).
	 * It never blocks: a buffer is asked for while less than two wait for the peer, and
	 * the first when the message's turn has come. Other messages wait behind it, as they
	 * do behind {@link #openBinary(SendOptions)}; several publishers take turns.
	 * @param pieces gives the payload; its buffers are handed over, and its subscription
	 * may be called on an event loop, where it must not block. If it fails after some of
	 * the message has left, the session is closed with 1011
	 * @param options how it is sent
	 * @return completes when the operating system has taken every byte; fails with what
	 * the publisher fails with, or an {@link java.io.IOException} if the session closes
	 * first, and then the subscription is cancelled
	 */
	CompletionStage<@Nullable Void> sendBinary(Flow.Publisher<ByteBuffer> pieces, SendOptions options);

	/**
	 * Sends a binary message while it is being written, in fragments of at most 64 KiB
	 * (RFC 6455 §5.4), so that it is never in memory as a whole. A write waits while two
	 * fragments wait for the peer.
	 * <p>
	 * Until the message is closed all other messages wait behind it, the same thread's
	 * included, and count in {@link #queuedBytes()} and against the high-water mark; only
	 * pings, pongs and a Close pass it.
	 * @param options how it is sent
	 * @return the open message, which must be closed or given up
	 * @throws IllegalStateException if another message of this session is open, or the
	 * caller is an event loop, which must not wait
	 */
	MessageOutputStream openBinary(SendOptions options);

	/**
	 * Sends a text message while it is being written. Everything said of
	 * {@link #openBinary(SendOptions)} applies.
	 * @param options how it is sent
	 * @return the open message, which must be closed or given up
	 * @throws IllegalStateException if another message of this session is open, or the
	 * caller is an event loop, which must not wait
	 */
	MessageWriter openText(SendOptions options);

	/**
	 * Sends a binary message while it is being written, with
	 * {@link SendOptions#DEFAULTS}.
	 * @return the open message, which must be closed or given up
	 * @throws IllegalStateException if another message of this session is open, or the
	 * caller is an event loop, which must not wait
	 */
	default MessageOutputStream openBinary() {
		return openBinary(SendOptions.DEFAULTS);
	}

	/**
	 * Sends a text message while it is being written, with {@link SendOptions#DEFAULTS}.
	 * @return the open message, which must be closed or given up
	 * @throws IllegalStateException if another message of this session is open, or the
	 * caller is an event loop, which must not wait
	 */
	default MessageWriter openText() {
		return openText(SendOptions.DEFAULTS);
	}

	/**
	 * Sends a text message without waiting for it.
	 * @param text the message
	 * @return what became of it
	 */
	SendResult offerText(CharSequence text);

	/**
	 * Sends a text message that is already encoded, without waiting for it.
	 * @param utf8 valid UTF-8 between position and limit; the caller's again when the
	 * method returns
	 * @return what became of it
	 */
	SendResult offerTextBytes(ByteBuffer utf8);

	/**
	 * Sends a binary message without waiting for it.
	 * @param data the payload between position and limit; the caller's again when the
	 * method returns
	 * @return what became of it
	 */
	SendResult offerBinary(ByteBuffer data);

	/**
	 * Sends a message that was encoded once for many sessions.
	 * @param message the message
	 * @return what became of it
	 */
	default SendResult offer(PreparedMessage message) {
		return offer(message, Delivery.standard());
	}

	/**
	 * Sends a message that was encoded once for many sessions.
	 * @param message the message
	 * @param delivery what it is worth to a peer that reads too slowly
	 * @return what became of it
	 */
	SendResult offer(PreparedMessage message, Delivery delivery);

	/**
	 * Sends a Ping (RFC 6455 §5.5.2). It overtakes waiting messages.
	 * @param payload at most 125 bytes
	 * @throws IllegalArgumentException if the payload is longer
	 */
	void ping(ByteBuffer payload);

	/**
	 * Starts the closing handshake with 1000. Does nothing if it has begun.
	 */
	default void close() {
		close(CloseStatus.NORMAL);
	}

	/**
	 * Starts the closing handshake (RFC 6455 §7.1.2). Messages sent earlier still leave,
	 * unless they wait behind one that is still being written; that one is cut short. The
	 * peer has the close timeout to answer. Does nothing if the closing handshake has
	 * begun.
	 * @param status the code and reason for the peer
	 * @throws IllegalArgumentException if the code may not be sent
	 */
	void close(CloseStatus status);

	/**
	 * Lets the callback that calls this go on after it has returned: no other callback of
	 * this session begins before the suspension is resumed. If the session ends
	 * meanwhile, its last callback waits ten seconds for that, and no longer.
	 * <p>
	 * To be called within a callback of this session, on its thread, at most once.
	 * @param ended told, on an event loop, when the session ends while it is suspended
	 * @return what to resume, from any thread
	 * @throws IllegalStateException if the callback has been suspended before
	 */
	Suspension suspend(Runnable ended);

	/**
	 * Has the callback that calls this go on, when it has returned, on a thread of an
	 * executor: no other callback of this session begins before the rest has returned.
	 * The rest belongs to the callback, so that it may block, send, suspend the callback
	 * and have it go on once more; what it throws closes the session with 1011.
	 * <p>
	 * An executor that rejects is asked again, and meanwhile the session is not read
	 * from. After ten seconds the session is closed with 1013, and the JDK's common pool
	 * runs the rest: nothing is lost, and nothing runs on an event loop.
	 * <p>
	 * To be called within a callback of this session, on its thread. A callback is either
	 * suspended or continued, and once.
	 * @param executor runs the rest
	 * @param rest the rest of the callback
	 * @throws IllegalStateException if the callback has been suspended or continued
	 * before
	 */
	void continueOn(Executor executor, Runnable rest);

	/**
	 * Runs a task on the current thread, at once, surrounded by what surrounds this
	 * session's callbacks on threads of executors, such as a diagnostic context: for
	 * parts of callbacks that run on other threads.
	 * @param task the task; what it throws comes out of here
	 */
	default void runInScope(Runnable task) {
		task.run();
	}

	/**
	 * Runs a task as if it were a callback of this session: behind what has been received
	 * so far, where callbacks run, and never while one runs. It is dropped if the session
	 * has ended by then. What it throws closes the session with 1011.
	 * @param task the task
	 */
	void execute(Runnable task);

	/**
	 * Stops reading from the peer, so that TCP slows it down. Messages already read are
	 * still delivered. {@link #close(CloseStatus)} ends the pause, because the peer's
	 * Close has to be read, and what it sent before is delivered; from then on reading
	 * does not pause any more.
	 */
	void pauseReading();

	/**
	 * Reads on after {@link #pauseReading()}.
	 */
	void resumeReading();

	/**
	 * Makes the session a member of a topic: it receives what is published there until it
	 * leaves or closes.
	 * @param topic the name
	 * @return {@code false} if it was a member, or is closed
	 */
	boolean join(String topic);

	/**
	 * Ends the membership in a topic.
	 * @param topic the name
	 * @return {@code false} if it was no member
	 */
	boolean leave(String topic);

	/**
	 * The topics the session is a member of.
	 * @return a copy
	 */
	Set<String> topics();

	/**
	 * The bytes that wait in the outbound queue, as they count against the high-water
	 * mark: frames that the operating system has not taken, and messages that are not
	 * encoded yet with what each costs besides.
	 * @return the count at this moment
	 */
	long queuedBytes();

}
