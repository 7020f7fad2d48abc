package io.wsboot.transport;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLException;

/**
 * Why one {@link ConnectAttempt} fails, in sentences: which stage, with whom, how long it
 * may take, and what to do. Confined to the loop.
 */
final class ConnectFailures {

	/** Whom the connection leads to at first. */
	private final String peer;

	/** What is to be reached in the end. */
	private final String server;

	private final Duration timeout;

	/** Those of the addresses that were tried. */
	private final List<IOException> gone = new ArrayList<>();

	ConnectFailures(String peer, String server, Duration timeout) {
		this.peer = peer;
		this.server = server;
		this.timeout = timeout;
	}

	/**
	 * Remembers that an address cannot be connected to.
	 * @param address the address
	 * @param cause why
	 */
	void gone(InetSocketAddress address, Throwable cause) {
		String reason = (cause.getMessage() != null) ? cause.getMessage() : cause.getClass().getSimpleName();
		ConnectException failure = new ConnectException("Cannot connect to the " + this.peer + " at " + address + " ("
				+ reason + "): check that it listens there, and that no firewall stands between");
		failure.initCause(cause);
		this.gone.add(failure);
	}

	/**
	 * No address is left.
	 * @return the failure of the last one, with the others suppressed in it
	 */
	IOException noneLeft() {
		return withOthers(this.gone.remove(this.gone.size() - 1));
	}

	/**
	 * The time is over before the host was found.
	 * @param host the host
	 * @return the failure
	 */
	SocketTimeoutException notFound(String host) {
		return late("Host " + host + " was not found", "check the name server of this machine");
	}

	/**
	 * The time is over while an address is connected to.
	 * @param address the address
	 * @return the failure, with those of the other addresses suppressed in it
	 */
	IOException notAnswered(InetSocketAddress address) {
		return withOthers(late("The " + this.peer + " at " + address + " did not answer",
				"check the address, and that no firewall stands between"));
	}

	/**
	 * A proxy does not open the way.
	 * @param cause as {@link PreambleStage.Next#notPassed} has it
	 * @return the failure
	 */
	IOException notPassed(Throwable cause) {
		if (cause instanceof ProxyException refusal) {
			return refusal;
		}
		if (cause instanceof SSLException fault) {
			return fault;
		}
		if (cause instanceof SocketTimeoutException) {
			return late("The " + this.peer + " did not open the way to " + this.server,
					"check that it is a proxy of that kind, and reaches the server");
		}
		if (cause instanceof EOFException) {
			return new ProxyException(
					"The " + this.peer + " closed the connection instead of opening the way to " + this.server);
		}
		return new IOException("The connection to the " + this.peer + " broke", cause);
	}

	/**
	 * Something else went wrong.
	 * @param cause what
	 * @return the same if it is a fault of the network's
	 */
	Throwable of(Throwable cause) {
		return (cause instanceof IOException) ? cause
				: new IOException("The connection to the " + this.peer + " failed", cause);
	}

	private SocketTimeoutException late(String what, String remedy) {
		return new SocketTimeoutException(
				what + " within " + this.timeout.toMillis() + " ms: " + remedy + "; or raise the connect timeout");
	}

	private IOException withOthers(IOException last) {
		this.gone.forEach(last::addSuppressed);
		return last;
	}

}
