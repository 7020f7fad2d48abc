package io.wsboot.spring.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.wsboot.protocol.CloseCode;

/**
 * How the sessions of one endpoint ended, by close code and initiator. The codes that RFC
 * 6455 §7.4.1 and its registry name have a series each, and so have those that the
 * application has declared; other codes of libraries and applications share one for each
 * thousand, so that a peer cannot make up series.
 */
final class Closes {

	private static final int FIRST = CloseCode.NORMAL;

	private static final int LAST = CloseCode.TLS_HANDSHAKE;

	/** Reserved by RFC 6455 and never given a meaning. */
	private static final int UNASSIGNED = 1004;

	private static final List<String> GROUPS = List.of("3xxx", "4xxx", "other");

	private static final int OTHER = LAST - FIRST + 3;

	/** Those of the application, in order; their slots are behind the others. */
	private final int[] declared;

	private final LongAdder[] local;

	private final LongAdder[] peer;

	Closes(MeterRegistry registry, Tags endpoint, Set<Integer> declared) {
		this.declared = declared.stream().mapToInt(Integer::intValue).sorted().toArray();
		this.local = adders();
		this.peer = adders();
		register(registry, endpoint.and("initiator", "local"), this.local);
		register(registry, endpoint.and("initiator", "peer"), this.peer);
	}

	void add(int code, boolean initiatedLocally) {
		(initiatedLocally ? this.local : this.peer)[slot(code)].increment();
	}

	private int slot(int code) {
		if (code >= FIRST && code <= LAST) {
			return (code != UNASSIGNED) ? code - FIRST : OTHER;
		}
		int known = Arrays.binarySearch(this.declared, code);
		if (known >= 0) {
			return OTHER + 1 + known;
		}
		return switch (code / 1000) {
			case 3 -> OTHER - 2;
			case 4 -> OTHER - 1;
			default -> OTHER;
		};
	}

	private void register(MeterRegistry registry, Tags tags, LongAdder[] adders) {
		for (int slot = 0; slot < adders.length; slot++) {
			if (slot != UNASSIGNED - FIRST) {
				FunctionCounter.builder("ws.closes", adders[slot], LongAdder::sum)
					.description("Sessions closed, by close code and by who began.")
					.tags(tags.and("code", tag(slot)))
					.register(registry);
			}
		}
	}

	private String tag(int slot) {
		if (slot > OTHER) {
			return String.valueOf(this.declared[slot - OTHER - 1]);
		}
		int groups = slot - (LAST - FIRST) - 1;
		return (groups >= 0) ? GROUPS.get(groups) : String.valueOf(FIRST + slot);
	}

	private LongAdder[] adders() {
		return Stream.generate(LongAdder::new).limit(OTHER + 1 + this.declared.length).toArray(LongAdder[]::new);
	}

}
