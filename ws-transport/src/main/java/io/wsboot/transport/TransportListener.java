package io.wsboot.transport;

import java.net.SocketAddress;

import io.wsboot.protocol.CloseStatus;
import org.jspecify.annotations.Nullable;

/**
 * Observes and never influences: for meters and logs.
 * <p>
 * Methods are called on event loops and on handler threads, several at a time; they must
 * be thread-safe and quick. What they throw is logged and changes nothing. Arguments are
 * primitive where the call is on the path of a message. Every method does nothing unless
 * overridden.
 */
public interface TransportListener {

	/**
	 * Observes nothing.
	 */
	TransportListener NONE = new TransportListener() {
	};

	/**
	 * A listener whatever is thrown by which is logged and changes nothing. Every
	 * listener is guarded so where it is used; one that many sessions share is better
	 * guarded once, because it costs each of them an object otherwise.
	 * @param listener whatever it does
	 * @return one that does not throw
	 */
	static TransportListener guarded(TransportListener listener) {
		return GuardedListener.of(listener);
	}

	/**
	 * A connection was accepted, or one of a client's was made.
	 */
	default void connectionOpened() {
	}

	/**
	 * A connection ended, whatever it was used for.
	 */
	default void connectionClosed() {
	}

	/**
	 * A connection was refused because there are too many.
	 */
	default void connectionRefused() {
	}

	/**
	 * A connection ended because its TLS handshake failed, or took too long.
	 * @param reason why
	 */
	default void tlsHandshakeFailed(TlsHandshakeFailure reason) {
	}

	/**
	 * A request was refused, by the form of its handshake or by decision; or a server
	 * refused a client's.
	 * @param status the HTTP status of the answer
	 */
	default void handshakeRefused(int status) {
	}

	/**
	 * A server refused a request, as {@link #handshakeRefused(int)} says; one of the two
	 * is to be overridden.
	 * @param status the HTTP status of the answer
	 * @param peer who asked
	 * @param request the request; {@code null} if it could not be read to its end, or its
	 * handshake has not the form of one
	 */
	default void handshakeRefused(int status, SocketAddress peer, @Nullable HandshakeRequest request) {
		handshakeRefused(status);
	}

	/**
	 * A session opened. Told to the listener of the session, and to that of the server or
	 * client if it is another.
	 * @param session the session
	 * @param handshakeNanos from the first byte of the request to the answer
	 */
	default void sessionOpened(WsSession session, long handshakeNanos) {
	}

	/**
	 * A session closed; called once for each that opened.
	 * @param session the session
	 * @param status what the application is told
	 * @param initiatedLocally whether this side began the closing handshake or ended the
	 * connection
	 * @param openNanos how long it was open
	 */
	default void sessionClosed(WsSession session, CloseStatus status, boolean initiatedLocally, long openNanos) {
	}

	/**
	 * A session closed, as {@link #sessionClosed(WsSession, CloseStatus, boolean, long)}
	 * says; one of the two is to be overridden. Told to the listener of the session, and
	 * to that of the server or client if it is another, while the session is still a
	 * member of its groups.
	 * @param session the session
	 * @param end how and why
	 */
	default void sessionClosed(WsSession session, SessionEnd end) {
		sessionClosed(session, end.status(), end.initiatedLocally(), end.openNanos());
	}

	/**
	 * A message arrived, with its last byte.
	 * @param text {@code true} for text, {@code false} for binary
	 * @param bytes its payload, before compression
	 */
	default void messageReceived(boolean text, long bytes) {
	}

	/**
	 * A message was taken for sending, to its end.
	 * @param text {@code true} for text, {@code false} for binary
	 * @param bytes its payload, before compression
	 */
	default void messageSent(boolean text, long bytes) {
	}

	/**
	 * Handlers of a session have returned.
	 * @param messages how many messages they handled to the end; 0 if they were given
	 * only a part of one
	 * @param nanos how long that took in all
	 */
	default void messagesHandled(int messages, long nanos) {
	}

	/**
	 * A heartbeat was answered.
	 * @param roundTripNanos from the ping's last byte to the pong
	 */
	default void heartbeatAnswered(long roundTripNanos) {
	}

	/**
	 * A heartbeat was not answered in time; the connection is ended.
	 */
	default void heartbeatMissed() {
	}

	/**
	 * Reading from a session's peer pauses, because its messages or replies are not taken
	 * as fast as they come.
	 */
	default void readingPaused() {
	}

	/**
	 * Reading goes on, or the session has ended; called once for each time that it
	 * paused.
	 */
	default void readingResumed() {
	}

	/**
	 * A thread that published, or sent behind what was published, had to wait because an
	 * event loop could not follow. Told to the listener of the loops. Publishers on event
	 * loops do not wait: their sessions are {@linkplain #readingPaused() not read from}.
	 * @param nanos how long it waited
	 */
	default void publisherWaited(long nanos) {
	}

	/**
	 * The operating system takes no more bytes for a session's peer: what is sent to it
	 * waits.
	 */
	default void writeStalled() {
	}

	/**
	 * Messages of a session were dropped, because its peer reads too slowly. Those that
	 * were taken before have been told of as {@link #messageSent sent}; those that were
	 * not have not.
	 * @param reason why
	 * @param messages how many since this was last told of the session
	 */
	default void messagesDropped(DropReason reason, int messages) {
	}

	/**
	 * A limit was reached, and has ended what it limits. Limits of connections and of
	 * requests are told to the server's listener, those of a session to the session's,
	 * the first that it reached.
	 * @param limit the limit
	 */
	default void limitReached(Limit limit) {
	}

	/**
	 * An event loop was made, which will run. Told to the listener of the loops, before
	 * any of them runs.
	 * @param loop its number, from 0
	 * @param load tells how busy it is, at any time
	 */
	default void loopOpened(int loop, LoopLoad load) {
	}

	/**
	 * An event loop found more than 2 s gone since it last looked: the process was
	 * stopped, the machine slept, or a callback on the loop blocked it. What peers had to
	 * do in that time they have as much longer for.
	 * @param nanos by how much the loop's deadlines were moved
	 */
	default void loopStalled(long nanos) {
	}

}
