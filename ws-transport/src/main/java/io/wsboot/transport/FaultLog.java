package io.wsboot.transport;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

import org.jspecify.annotations.Nullable;

/**
 * Reports what must not end a loop. A log may fail itself, for want of memory or of the
 * descriptor that its first line needs; the loop outlives that, too. It is made when the
 * class that reports is loaded, because to load it later may fail for the same reason.
 */
final class FaultLog {

	private final Logger logger;

	FaultLog(Logger logger) {
		this.logger = logger;
	}

	/**
	 * Logs a fault of this side.
	 * @param what has failed
	 * @param failure how
	 */
	void error(String what, Throwable failure) {
		log(Level.ERROR, what, failure);
	}

	/**
	 * Logs something to know about.
	 * @param what has happened
	 */
	void warn(String what) {
		log(Level.WARNING, what, null);
	}

	/**
	 * Logs something.
	 * @param level how loud
	 * @param what has happened
	 * @param failure how; {@code null} if nothing has failed
	 */
	void log(Level level, String what, @Nullable Throwable failure) {
		try {
			this.logger.log(level, what, failure);
		}
		catch (Throwable unheard) {
			// there is nobody left to tell
		}
	}

}
