package io.wsboot.protocol;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.wsboot.protocol.ClosingHandshake.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RFC 6455 §7.1: every cell of the table.
 */
class ClosingHandshakeTests {

	private static final CloseStatus STATUS = CloseStatus.of(4321, "why");

	/**
	 * A minus changes nothing. A state in brackets is reached without the application
	 * being told the status.
	 */
	private static final String TABLE = """
			             WE_CLOSE     CLOSE_ARRIVES  WE_FAIL   STREAM_ENDS  DRAINED   ABORTED
			OPEN         (CLOSE_SENT) COMPLETE       FAILED    (DRAINING)   -         (CLOSED)
			DRAINING     -            -              (CLOSED)  -            (CLOSED)  (CLOSED)
			CLOSE_SENT   -            COMPLETE       FAILED    (CLOSED)     -         (CLOSED)
			COMPLETE     -            -              -         (CLOSED)     -         (CLOSED)
			FAILED       -            -              -         (CLOSED)     -         (CLOSED)
			CLOSED       -            -              -         -            -         -
			""";

	private static final Map<ClosingState, List<Event>> WAYS = new EnumMap<>(ClosingState.class);

	static {
		WAYS.put(ClosingState.OPEN, List.of());
		WAYS.put(ClosingState.DRAINING, List.of(Event.STREAM_ENDS));
		WAYS.put(ClosingState.CLOSE_SENT, List.of(Event.WE_CLOSE));
		WAYS.put(ClosingState.COMPLETE, List.of(Event.WE_CLOSE, Event.CLOSE_ARRIVES));
		WAYS.put(ClosingState.FAILED, List.of(Event.WE_FAIL));
		WAYS.put(ClosingState.CLOSED, List.of(Event.ABORTED));
	}

	static Stream<Arguments> cells() {
		List<String[]> lines = TABLE.lines().map((line) -> line.trim().split("\\s+")).toList();
		String[] events = lines.get(0);
		return lines.stream()
			.skip(1)
			.flatMap((line) -> Stream.iterate(0, (i) -> i < events.length, (i) -> i + 1)
				.map((i) -> Arguments.of(ClosingState.valueOf(line[0]), Event.valueOf(events[i]), line[i + 1])));
	}

	@Test
	void theTableIsComplete() {
		assertThat(cells()).hasSize(ClosingState.values().length * Event.values().length);
	}

	@ParameterizedTest
	@MethodSource("cells")
	void everyCellIsAsDrawn(ClosingState from, Event event, String cell) {
		ClosingHandshake closing = at(from);
		ClosingHandshake next = closing.on(event, STATUS);
		if ("-".equals(cell)) {
			assertThat(next).isNull();
			return;
		}
		CloseStatus status = cell.startsWith("(") ? closing.status() : STATUS;
		assertThat(next).isEqualTo(new ClosingHandshake(ClosingState.valueOf(cell.replaceAll("[()]", "")), status));
	}

	@ParameterizedTest
	@EnumSource
	void dataMayBeSentUntilOurCloseIsOut(ClosingState state) {
		boolean may = Arrays.asList(ClosingState.OPEN, ClosingState.DRAINING).contains(state);
		assertThat(state.maySend()).isEqualTo(may);
	}

	@Test
	void aConnectionThatIsLostEndsAbnormally() {
		for (ClosingState state : List.of(ClosingState.OPEN, ClosingState.DRAINING, ClosingState.CLOSE_SENT)) {
			assertThat(after(at(state), Event.ABORTED, STATUS).status()).isSameAs(CloseStatus.ABNORMAL);
		}
	}

	@Test
	void theStatusOfTheHandshakeOutlivesTheStream() {
		ClosingHandshake closing = after(at(ClosingState.OPEN), Event.CLOSE_ARRIVES, STATUS);
		closing = after(closing, Event.STREAM_ENDS, CloseStatus.ABNORMAL);
		assertThat(closing.state()).isEqualTo(ClosingState.CLOSED);
		assertThat(closing.status()).isEqualTo(STATUS);
	}

	private static ClosingHandshake at(ClosingState state) {
		ClosingHandshake closing = ClosingHandshake.OPEN;
		for (Event event : WAYS.getOrDefault(state, List.of())) {
			closing = after(closing, event, CloseStatus.ABNORMAL);
		}
		assertThat(closing.state()).isEqualTo(state);
		return closing;
	}

	private static ClosingHandshake after(ClosingHandshake closing, Event event, CloseStatus status) {
		ClosingHandshake next = closing.on(event, status);
		assertThat(next).isNotNull();
		return next;
	}

}
