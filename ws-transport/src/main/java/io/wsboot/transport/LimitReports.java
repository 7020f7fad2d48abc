package io.wsboot.transport;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.util.EnumMap;
import java.util.Map;

/**
 * Tells that limits are reached: the listener each time, the log once a second for each
 * limit, with the property to change. Thread-safe.
 */
final class LimitReports {

	private static final Logger logger = System.getLogger(Limit.class.getName());

	private static final FaultLog log = new FaultLog(logger);

	private final Map<Limit, LogPace> paces = new EnumMap<>(Limit.class);

	LimitReports() {
		for (Limit limit : Limit.values()) {
			this.paces.put(limit, new LogPace());
		}
	}

	/**
	 * A limit was reached.
	 * @param limit the limit
	 * @param peer who reached it
	 * @param listener observes
	 */
	void reached(Limit limit, SocketAddress peer, TransportListener listener) {
		listener.limitReached(limit);
		Level level = limit.level();
		LogPace pace = this.paces.get(limit);
		if (pace == null || !logger.isLoggable(level)) {
			return;
		}
		long leftOut = pace.turn();
		if (leftOut != LogPace.SILENT) {
			log.log(level, peer + " reached the limit " + limit.code() + ": " + limit.outcome() + ". It is set by "
					+ limit.property() + "." + LogPace.behind(leftOut), null);
		}
	}

}
