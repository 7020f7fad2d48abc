package io.wsboot.transport;

import java.lang.System.Logger.Level;
import java.net.SocketAddress;

import io.wsboot.protocol.CloseStatus;
import org.jspecify.annotations.Nullable;

/**
 * A listener that may throw what it likes: whoever tells it something goes on, and the
 * log says once a second what went wrong.
 */
final class GuardedListener implements TransportListener {

	private static final FaultLog faults = new FaultLog(System.getLogger(TransportListener.class.getName()));

	private static final LogPace PACE = new LogPace();

	private final TransportListener listener;

	private GuardedListener(TransportListener listener) {
		this.listener = listener;
	}

	/**
	 * Guards a listener, unless it is.
	 * @param listener whatever it does
	 * @return one that does not throw
	 */
	static TransportListener of(TransportListener listener) {
		boolean harmless = listener == NONE || listener instanceof GuardedListener || listener instanceof ListenerPair;
		return harmless ? listener : new GuardedListener(listener);
	}

	@Override
	public void connectionOpened() {
		try {
			this.listener.connectionOpened();
		}
		catch (Throwable failure) {
			failed(failure);
		}
	}

	@Override
	public void connectionClosed() {
		try {
			this.listener.connectionClosed();
		}
		catch (Throwable failure) {
			failed(failure);
		}
	}

	@Override
	public void connectionRefused() {
		try {
			this.listener.connectionRefused();
		}
		catch (Throwable failure) {
			failed(failure);
		}
	}

	@Override
	public void tlsHandshakeFailed(TlsHandshakeFailure reason) {
		try {
			this.listener.tlsHandshakeFailed(reason);
		}
		catch (Throwable failure) {
			failed(failure);
		}
	}

	@Override
	public void handshakeRefused(int status) {
		try {
			this.listener.handshakeRefused(status);
		}
		catch (Throwable failure) {
			failed(failure);
		}
	}

	@Override
	public void handshakeRefused(int status, SocketAddress peer, @Nullable HandshakeRequest request) {
		try {
			this.listener.handshakeRefused(status, peer, request);
		}
		catch (Throwable failure) {
			failed(failure);
		}
	}

	@Override
	public void sessionOpened(WsSession session, long handshakeNanos) {
		try {
			this.listener.sessionOpened(session, handshakeNanos);
		}
		catch (Throwable failure) {
			failed(failure);
		}
	}

	@Override
	public void sessionClosed(WsSession session, CloseStatus status, boolean initiatedLocally, long openNanos) {
		try {
			this.listener.sessionClosed(session, status, initiatedLocally, openNanos);
		}
		catch (Throwable failure) {
			failed(failure);
		}
	}

	@Override
	public void sessionClosed(WsSession session, SessionEnd end) {
		try {
			this.listener.sessionClosed(session, end);
		}
		catch (Throwable failure) {
			failed(failure);
		}
	}

	@Override
	public void messageReceived(boolean text, long bytes) {
		try {
			this.listener.messageReceived(text, bytes);
		}
		catch (Throwable failure) {
			failed(failure);
		}
	}

	@Override
	public void messageSent(boolean text, long bytes) {
		try {
			this.listener.messageSent(text, bytes);
		}
		catch (Throwable failure) {
			failed(failure);
		}
	}

	@Override
	public void messagesHandled(int messages, long nanos) {
		try {
			this.listener.messagesHandled(messages, nanos);
		}
		catch (Throwable failure) {
			failed(failure);
		}
	}

	@Override
	public void heartbeatAnswered(long roundTripNanos) {
		try {
			this.listener.heartbeatAnswered(roundTripNanos);
		}
		catch (Throwable failure) {
			failed(failure);
		}
	}

	@Override
	public void heartbeatMissed() {
		try {
			this.listener.heartbeatMissed();
		}
		catch (Throwable failure) {
			failed(failure);
		}
	}

	@Override
	public void readingPaused() {
		try {
			this.listener.readingPaused();
		}
		catch (Throwable failure) {
			failed(failure);
		}
	}

	@Override
	public void readingResumed() {
		try {
			this.listener.readingResumed();
		}
		catch (Throwable failure) {
			failed(failure);
		}
	}

	@Override
	public void publisherWaited(long nanos) {
		try {
			this.listener.publisherWaited(nanos);
		}
		catch (Throwable failure) {
			failed(failure);
		}
	}

	@Override
	public void writeStalled() {
		try {
			this.listener.writeStalled();
		}
		catch (Throwable failure) {
			failed(failure);
		}
	}

	@Override
	public void messagesDropped(DropReason reason, int messages) {
		try {
			this.listener.messagesDropped(reason, messages);
		}
		catch (Throwable failure) {
			failed(failure);
		}
	}

	@Override
	public void limitReached(Limit limit) {
		try {
			this.listener.limitReached(limit);
		}
		catch (Throwable failure) {
			failed(failure);
		}
	}

	@Override
	public void loopOpened(int loop, LoopLoad load) {
		try {
			this.listener.loopOpened(loop, load);
		}
		catch (Throwable failure) {
			failed(failure);
		}
	}

	@Override
	public void loopStalled(long nanos) {
		try {
			this.listener.loopStalled(nanos);
		}
		catch (Throwable failure) {
			failed(failure);
		}
	}

	private void failed(Throwable failure) {
		long leftOut = PACE.turn();
		if (leftOut != LogPace.SILENT) {
			faults.log(Level.WARNING, "The listener " + this.listener.getClass().getName()
					+ " failed, which changes nothing for what it observes. Correct it." + LogPace.behind(leftOut),
					failure);
		}
	}

}
