package io.wsboot.transport;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * One message for many sessions of one loop.
 */
final class FanOut implements Runnable {

	private static final Logger logger = System.getLogger(FanOut.class.getName());

	private final Recipients recipients;

	private final RecipientList list;

	private final Publication published;

	/**
	 * A message is on its way to a loop.
	 * @param recipients sessions of the loop
	 * @param list the loop's own, empty between fan-outs
	 * @param published what they receive
	 */
	FanOut(Recipients recipients, RecipientList list, Publication published) {
		this.recipients = recipients;
		this.list = list;
		this.published = published;
	}

	@Override
	public void run() {
		this.recipients.list(this.published.number(), this.list);
		try {
			Predicate<? super WsSession> filter = this.published.filter();
			for (int i = 0; i < this.list.size(); i++) {
				deliver(this.list.get(i), filter);
			}
		}
		finally {
			this.list.clear();
		}
	}

	private void deliver(Session session, @Nullable Predicate<? super WsSession> filter) {
		try {
			if (filter == null || filter.test(session)) {
				session.deliver(this.published.message(), this.published.delivery());
			}
		}
		catch (RuntimeException ex) {
			logger.log(Level.WARNING,
					() -> "A message was kept from " + session + " by a failure. Correct what its stack trace names",
					ex);
		}
	}

}
