package io.wsboot.transport;

import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.wsboot.protocol.ProtocolLimits;
import io.wsboot.protocol.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * The answer to an upgrade request.
 */
public sealed interface UpgradeDecision {

	/**
	 * Opens a session whose callbacks run on its event loop.
	 * @param handler the session's callbacks
	 * @return the decision
	 */
	static Accept accept(WsHandler handler) {
		return new Accept(handler, null, null, null, null, null, null, null, null, null, null);
	}

	/**
	 * Refuses with a status and one sentence.
	 * @param status the HTTP status, 400 to 599
	 * @param message the sentence for the body; nothing of the request may be in it
	 * @return the decision
	 */
	static Refuse refuse(int status, String message) {
		return new Refuse(status, message, HttpFields.builder().build());
	}

	/**
	 * Opens a session.
	 *
	 * @param handler the session's callbacks
	 * @param subprotocol one of those the client offered; {@code null} for none
	 * @param executor runs the callbacks, one after the other; {@code null} for the event
	 * loop
	 * @param limits the limits of this session; {@code null} for the server's
	 * @param listener observes this session; {@code null} for the server's
	 * @param compression this session's compression; {@code null} for the server's
	 * @param sessionLimits what this session may do in its time; {@code null} for the
	 * server's limits
	 * @param user whose sessions this one counts among; {@code null} for nobody's
	 * @param outbound what may wait for this session's peer; {@code null} for the
	 * server's limits
	 * @param opened told of the session when it has opened, on its event loop and before
	 * its handler; {@code null} for nobody
	 * @param scope surrounds the callbacks on threads of executors; {@code null} if
	 * nothing does
	 */
	record Accept(WsHandler handler, @Nullable String subprotocol, @Nullable Executor executor,
			@Nullable ProtocolLimits limits, @Nullable TransportListener listener,
			@Nullable SessionCompression compression, @Nullable SessionLimits sessionLimits, @Nullable String user,
			@Nullable OutboundLimits outbound, @Nullable Consumer<? super WsSession> opened,
			@Nullable CallbackScope scope) implements UpgradeDecision {

		/**
		 * The same decision with a subprotocol.
		 * @param subprotocol one of those the client offered; {@code null} for none
		 * @return a new decision
		 */
		public Accept withSubprotocol(@Nullable String subprotocol) {
			return new Accept(this.handler, subprotocol, this.executor, this.limits, this.listener, this.compression,
					this.sessionLimits, this.user, this.outbound, this.opened, this.scope);
		}

		/**
		 * The same decision with an executor for the callbacks.
		 * @param executor runs the callbacks; {@code null} for the event loop
		 * @return a new decision
		 */
		public Accept withExecutor(@Nullable Executor executor) {
			return new Accept(this.handler, this.subprotocol, executor, this.limits, this.listener, this.compression,
					this.sessionLimits, this.user, this.outbound, this.opened, this.scope);
		}

		/**
		 * The same decision with limits of its own. A handler that takes chunks may have
		 * {@link Long#MAX_VALUE} for a message, which lifts the limit.
		 * @param limits the session's limits; {@code null} for the server's
		 * @return a new decision
		 */
		public Accept withLimits(@Nullable ProtocolLimits limits) {
			return new Accept(this.handler, this.subprotocol, this.executor, limits, this.listener, this.compression,
					this.sessionLimits, this.user, this.outbound, this.opened, this.scope);
		}

		/**
		 * The same decision with an observer of its own.
		 * @param listener observes the session; {@code null} for the server's
		 * @return a new decision
		 */
		public Accept withListener(@Nullable TransportListener listener) {
			return new Accept(this.handler, this.subprotocol, this.executor, this.limits, listener, this.compression,
					this.sessionLimits, this.user, this.outbound, this.opened, this.scope);
		}

		/**
		 * The same decision with compression of its own.
		 * @param compression the session's setting, {@link SessionCompression#OFF} for no
		 * compression; {@code null} for the server's
		 * @return a new decision
		 */
		public Accept withCompression(@Nullable SessionCompression compression) {
			return new Accept(this.handler, this.subprotocol, this.executor, this.limits, this.listener, compression,
					this.sessionLimits, this.user, this.outbound, this.opened, this.scope);
		}

		/**
		 * The same decision with limits of its own for what the session does in its time.
		 * @param sessionLimits the session's limits; {@code null} for the server's
		 * @return a new decision
		 */
		public Accept withSessionLimits(@Nullable SessionLimits sessionLimits) {
			return new Accept(this.handler, this.subprotocol, this.executor, this.limits, this.listener,
					this.compression, sessionLimits, this.user, this.outbound, this.opened, this.scope);
		}

		/**
		 * The same decision for a session of a user. When the user has as many sessions
		 * as allowed, the request is refused with 429.
		 * @param user names the user; {@code null} for nobody
		 * @return a new decision
		 * @see ConnectionLimits#maxPerUser()
		 */
		public Accept withUser(@Nullable String user) {
			return new Accept(this.handler, this.subprotocol, this.executor, this.limits, this.listener,
					this.compression, this.sessionLimits, user, this.outbound, this.opened, this.scope);
		}

		/**
		 * The same decision with limits of its own for what waits for the peer.
		 * @param outbound the session's limits; {@code null} for the server's
		 * @return a new decision
		 */
		public Accept withOutbound(@Nullable OutboundLimits outbound) {
			return new Accept(this.handler, this.subprotocol, this.executor, this.limits, this.listener,
					this.compression, this.sessionLimits, this.user, outbound, this.opened, this.scope);
		}

		/**
		 * The same decision with somebody who is told of the session when it has opened,
		 * on its event loop and before its handler: to add it to groups, for example.
		 * @param opened must not block; what it throws ends the connection; {@code null}
		 * for nobody
		 * @return a new decision
		 */
		public Accept withOpened(@Nullable Consumer<? super WsSession> opened) {
			return new Accept(this.handler, this.subprotocol, this.executor, this.limits, this.listener,
					this.compression, this.sessionLimits, this.user, this.outbound, opened, this.scope);
		}

		/**
		 * The same decision with something that surrounds the callbacks on threads of
		 * executors.
		 * @param scope entered before callbacks and left behind them; {@code null} for
		 * nothing
		 * @return a new decision
		 */
		public Accept withScope(@Nullable CallbackScope scope) {
			return new Accept(this.handler, this.subprotocol, this.executor, this.limits, this.listener,
					this.compression, this.sessionLimits, this.user, this.outbound, this.opened, scope);
		}

	}

	/**
	 * Refuses; the connection ends with the answer.
	 *
	 * @param status the HTTP status, 400 to 599
	 * @param message the sentence for the body
	 * @param fields further response fields
	 */
	record Refuse(int status, String message, HttpFields fields) implements UpgradeDecision {

		/**
		 * Checks the status.
		 * @param status the HTTP status, 400 to 599
		 * @param message the sentence for the body
		 * @param fields further response fields
		 * @throws IllegalArgumentException if it is not 400 to 599
		 */
		public Refuse {
			if (status < 400 || status > 599) {
				throw new IllegalArgumentException("A refusal needs a status from 400 to 599, not " + status);
			}
		}

	}

}
