package io.wsboot.transport;

import java.net.SocketAddress;

import io.wsboot.protocol.CloseStatus;
import org.jspecify.annotations.Nullable;

/**
 * Two listeners that are told the same, each guarded from the other.
 *
 * @param first is told first
 * @param second is told then
 */
record ListenerPair(TransportListener first, TransportListener second) implements TransportListener {

	ListenerPair {
		first = GuardedListener.of(first);
		second = GuardedListener.of(second);
	}

	@Override
	public void connectionOpened() {
		this.first.connectionOpened();
		this.second.connectionOpened();
	}

	@Override
	public void connectionClosed() {
		this.first.connectionClosed();
		this.second.connectionClosed();
	}

	@Override
	public void connectionRefused() {
		this.first.connectionRefused();
		this.second.connectionRefused();
	}

	@Override
	public void tlsHandshakeFailed(TlsHandshakeFailure reason) {
		this.first.tlsHandshakeFailed(reason);
		this.second.tlsHandshakeFailed(reason);
	}

	@Override
	public void handshakeRefused(int status) {
		this.first.handshakeRefused(status);
		this.second.handshakeRefused(status);
	}

	@Override
	public void handshakeRefused(int status, SocketAddress peer, @Nullable HandshakeRequest request) {
		this.first.handshakeRefused(status, peer, request);
		this.second.handshakeRefused(status, peer, request);
	}

	@Override
	public void sessionOpened(WsSession session, long handshakeNanos) {
		this.first.sessionOpened(session, handshakeNanos);
		this.second.sessionOpened(session, handshakeNanos);
	}

	@Override
	public void sessionClosed(WsSession session, CloseStatus status, boolean initiatedLocally, long openNanos) {
		this.first.sessionClosed(session, status, initiatedLocally, openNanos);
		this.second.sessionClosed(session, status, initiatedLocally, openNanos);
	}

	@Override
	public void sessionClosed(WsSession session, SessionEnd end) {
		this.first.sessionClosed(session, end);
		this.second.sessionClosed(session, end);
	}

	@Override
	public void messageReceived(boolean text, long bytes) {
		this.first.messageReceived(text, bytes);
		this.second.messageReceived(text, bytes);
	}

	@Override
	public void messageSent(boolean text, long bytes) {
		this.first.messageSent(text, bytes);
		this.second.messageSent(text, bytes);
	}

	@Override
	public void messagesHandled(int messages, long nanos) {
		this.first.messagesHandled(messages, nanos);
		this.second.messagesHandled(messages, nanos);
	}

	@Override
	public void heartbeatAnswered(long roundTripNanos) {
		this.first.heartbeatAnswered(roundTripNanos);
		this.second.heartbeatAnswered(roundTripNanos);
	}

	@Override
	public void heartbeatMissed() {
		this.first.heartbeatMissed();
		this.second.heartbeatMissed();
	}

	@Override
	public void readingPaused() {
		this.first.readingPaused();
		this.second.readingPaused();
	}

	@Override
	public void readingResumed() {
		this.first.readingResumed();
		this.second.readingResumed();
	}

	@Override
	public void publisherWaited(long nanos) {
		this.first.publisherWaited(nanos);
		this.second.publisherWaited(nanos);
	}

	@Override
	public void writeStalled() {
		this.first.writeStalled();
		this.second.writeStalled();
	}

	@Override
	public void messagesDropped(DropReason reason, int messages) {
		this.first.messagesDropped(reason, messages);
		this.second.messagesDropped(reason, messages);
	}

	@Override
	public void limitReached(Limit limit) {
		this.first.limitReached(limit);
		this.second.limitReached(limit);
	}

	@Override
	public void loopOpened(int loop, LoopLoad load) {
		this.first.loopOpened(loop, load);
		this.second.loopOpened(loop, load);
	}

	@Override
	public void loopStalled(long nanos) {
		this.first.loopStalled(nanos);
		this.second.loopStalled(nanos);
	}

}
