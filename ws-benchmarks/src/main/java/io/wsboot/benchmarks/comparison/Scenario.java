package io.wsboot.benchmarks.comparison;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What is asked of a server. The letter names it in options and tables.
 */
enum Scenario {

	/** Request and reply, many connections. */
	A("64 connections, text of 20 B, 1 on its way", Mode.ECHO, "echo connections=64 size=20 pipeline=1"),

	/** Small messages in bulk. */
	B("64 connections, text of 20 B, 16 on their way", Mode.ECHO, "echo connections=64 size=20 pipeline=16"),

	/** Texts of middle size. */
	C("256 connections, text of 1 KiB, 4 on their way", Mode.ECHO, "echo connections=256 size=1024 pipeline=4"),

	/** Large messages. */
	D("16 connections, binary of 64 KiB, 2 on their way", Mode.ECHO,
			"echo connections=16 size=65536 pipeline=2 type=binary"),

	/** One ping-pong: latency and nothing else. */
	E("1 connection, text of 20 B, ping-pong", Mode.ECHO, "echo connections=1 size=20 pipeline=1"),

	/** One publishes, many hear it. */
	F("fan-out of text of 64 B to 1 000 connections, deliveries", Mode.BROADCAST,
			"broadcast connections=1000 size=64 pipeline=2"),

	/** What a silent connection costs in memory. */
	G("idle connections", Mode.IDLE, ""),

	/** How fast connections open. */
	H("opening handshakes, 32 at once, up to 2 000 open", Mode.ECHO, "handshakes connections=2000"),

	/** Request and reply, encrypted. */
	I("as a, with TLS 1.3", Mode.TLS, A.task),

	/** Small messages in bulk, encrypted. */
	J("as b, with TLS 1.3", Mode.TLS, B.task),

	/** Texts of middle size, encrypted. */
	K("as c, with TLS 1.3", Mode.TLS, C.task),

	/** Large messages, encrypted. */
	L("as d, with TLS 1.3", Mode.TLS, D.task),

	/** Texts of middle size, compressed. */
	M("as c, JSON with permessage-deflate of level 6, both sides keep their context", Mode.DEFLATE, C.task),

	/** Request and reply, few connections. */
	N("100 connections, text of 20 B, 1 on its way", Mode.CROWD, "echo connections=100 size=20 pipeline=1"),

	/** The same, very many connections. */
	O("as n, with as many connections as g opens", Mode.CROWD, "echo connections={crowd} size=20 pipeline=1"),

	/** One publishes, very many hear it. */
	P("as f, to 10 000 connections, deliveries", Mode.BROADCAST, "broadcast connections=10000 size=64 pipeline=2");

	/** How the server has to be started. */
	enum Mode {

		/** Returns each message. */
		ECHO("", ""),

		/** Sends each message to all. */
		BROADCAST("", ""),

		/**
		 * Returns each message, and is started anew so that its memory is that of silent
		 * connections.
		 */
		IDLE("", ""),

		/** Returns each message, and speaks TLS with the key store that it is told. */
		TLS("--tls", "tls=" + Contestant.KEYS),

		/** Returns each message, and compresses it. */
		DEFLATE("--deflate", "deflate=6"),

		/** Returns each message of very many connections. */
		CROWD("", "");

		private final String dialect;

		private final String option;

		Mode(String dialect, String option) {
			this.dialect = dialect;
			this.option = option;
		}

		/** What tells the generator to speak something else than plain bytes. */
		String dialect() {
			return this.dialect;
		}

		/** What tells the server, without dashes in front. */
		String option() {
			return this.option;
		}

		/** Whether nobody has to be told. */
		boolean isPlain() {
			return this.option.isEmpty();
		}

	}

	private final String title;

	private final Mode mode;

	private final String task;

	Scenario(String title, Mode mode, String task) {
		this.title = title;
		this.mode = mode;
		this.task = task;
	}

	static List<Scenario> parse(String letters) {
		return letters.chars().filter((letter) -> letter != ',').mapToObj((letter) -> of((char) letter)).toList();
	}

	private static Scenario of(char letter) {
		return Arrays.stream(values())
			.filter((scenario) -> scenario.letter().equals(String.valueOf(letter)))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("--scenarios has '" + letter + "', but knows only "
					+ Arrays.stream(values()).map(Scenario::letter).collect(Collectors.joining())));
	}

	String letter() {
		return name().toLowerCase(Locale.ROOT);
	}

	String title() {
		return this.title;
	}

	Mode mode() {
		return this.mode;
	}

	/**
	 * What the generator is told.
	 * @param durations how long it goes on
	 * @param crowd how many very many connections are
	 */
	String task(Durations durations, int crowd) {
		double before = (this == H) ? durations.warmUp() / 4 : durations.settle();
		return "%s warmup=%s time=%s".formatted(task(crowd), before, durations.measure());
	}

	private String task(int crowd) {
		return this.task.replace("{crowd}", Integer.toString(crowd));
	}

	/**
	 * The same traffic, so that the server's code is compiled for it.
	 */
	String warmUp(double seconds, int crowd) {
		return "%s warmup=0 time=%s spin=no".formatted(task(crowd), seconds);
	}

	/** How long a message takes is a matter of what is on its way. */
	boolean hasLatencies() {
		return this != H && this != G;
	}

	/**
	 * How long each part of a measurement takes, in seconds.
	 *
	 * @param warmUp before the first measurement of a process
	 * @param settle traffic before each measurement
	 * @param measure the measurement
	 */
	record Durations(double warmUp, double settle, double measure) {

	}

}
