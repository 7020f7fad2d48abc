package io.wsboot.transport;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Predicate;

import io.wsboot.protocol.PreparedMessage;
import org.jspecify.annotations.Nullable;

/**
 * One message for many sessions of one loop.
 */
final class FanOut implements Runnable {

	private static final Logger logger = System.getLogger(FanOut.class.getName());

	private final FanOuts fanOuts;

	private final Recipients recipients;

	private final long number;

	private final PreparedMessage message;

	private final @Nullable Predicate<? super WsSession> filter;

	/**
	 * A message is published.
	 * @param fanOuts of the loop
	 * @param recipients sessions of the loop
	 * @param number of the message, as their group counts
	 * @param message the message
	 * @param filter who receives it, {@code null} for all
	 */
	FanOut(FanOuts fanOuts, Recipients recipients, long number, PreparedMessage message,
			@Nullable Predicate<? super WsSession> filter) {
		this.fanOuts = fanOuts;
		this.recipients = recipients;
		this.number = number;
		this.message = message;
		this.filter = filter;
	}

	@Override
	public void run() {
		RecipientList list = this.fanOuts.list();
		this.recipients.list(this.number, list);
		try {
			for (int i = 0; i < list.size(); i++) {
				deliver(list.get(i));
			}
		}
		finally {
			list.clear();
		}
	}

	private void deliver(Session session) {
		try {
			if (this.filter == null || this.filter.test(session)) {
				session.deliver(this.message);
			}
		}
		catch (RuntimeException ex) {
			logger.log(Level.WARNING, () -> "A message was kept from " + session + " by a failure", ex);
		}
	}

}
