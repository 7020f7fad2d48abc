package io.wsboot.benchmarks.comparison;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A server that others wrote, as a Maven module below {@code peers}.
 *
 * @param name its name in options and tables
 * @param module its module
 * @param artifact the library whose version is told
 * @param what what is measured of it
 * @param fansOut whether it has a broadcast mode
 * @param arguments what its main method is given after the port and the mode
 */
record Peer(String name, String module, String artifact, String what, boolean fansOut, List<String> arguments) {

	/**
	 * Servers that want a whole message in a buffer of the connection get one that is
	 * large enough, but only where large messages are sent.
	 */
	private static final String LARGE_MESSAGES = "-Dpeers.message=131072";

	private static final String NETTY = "netty-codec-http";

	/** All of them, in the order of the tables. */
	static final List<Peer> ALL = List.of(
			new Peer("netty-nio", "netty", NETTY, "Netty, NIO, String messages", true, List.of("nio", "messages")),
			new Peer("netty-epoll", "netty", NETTY, "Netty, epoll, String messages", true,
					List.of("epoll", "messages")),
			new Peer("netty-nio-frames", "netty", NETTY, "Netty, NIO, frames returned as they are", false,
					List.of("nio", "frames")),
			new Peer("netty-epoll-frames", "netty", NETTY, "Netty, epoll, frames returned as they are", false,
					List.of("epoll", "frames")),
			new Peer("spring-tomcat", "spring-tomcat", "spring-boot", "Spring Boot on Tomcat", true, List.of()),
			new Peer("undertow", "undertow", "undertow-core", "Undertow", true, List.of()),
			new Peer("vertx", "vertx", "vertx-core", "Vert.x", false, List.of()),
			new Peer("jetty", "jetty", "jetty-websocket-jetty-server", "Jetty", true, List.of()),
			new Peer("spring-jetty", "spring-jetty", "spring-boot", "Spring Boot on Jetty", true, List.of()),
			new Peer("tomcat", "tomcat", "tomcat-embed-websocket", "Tomcat", false, List.of()),
			new Peer("java-websocket", "java-websocket", "Java-WebSocket", "Java-WebSocket", true, List.of()),
			new Peer("helidon", "helidon", "helidon-webserver-websocket", "Helidon", false, List.of()),
			new Peer("yeauty", "yeauty", "netty-websocket-spring-boot-starter", "the Netty starter", false, List.of()));

	Contestant contestant(Path peers, Contestants.Launch launch) {
		Path target = peers.resolve(this.module).resolve("target");
		Path jar = target.resolve(this.module + ".jar");
		Path libraries = target.resolve("lib");
		Map<Scenario.Mode, List<String>> commands = new EnumMap<>(Scenario.Mode.class);
		for (Scenario.Mode mode : Scenario.Mode.values()) {
			if (has(mode)) {
				commands.put(mode, launch.command(mode, command(mode, jar + ":" + libraries + "/*")));
			}
		}
		return new Contestant(this.name, description(libraries), commands, false, jar, build());
	}

	private boolean has(Scenario.Mode mode) {
		return switch (mode) {
			case ECHO, IDLE -> true;
			case BROADCAST -> this.fansOut;
			case TLS, DEFLATE, CROWD -> this.artifact.equals(NETTY);
		};
	}

	private List<String> command(Scenario.Mode mode, String classPath) {
		List<String> command = new ArrayList<>(List.of("-Dio.netty.leakDetection.level=disabled"));
		if (mode == Scenario.Mode.ECHO) {
			command.add(LARGE_MESSAGES);
		}
		if (!mode.isPlain()) {
			command.add("-Dpeers." + mode.option());
		}
		command.addAll(List.of("-cp", classPath, "io.wsboot.peers.PeerServer", "{port}",
				(mode == Scenario.Mode.BROADCAST) ? "broadcast" : "echo"));
		command.addAll(this.arguments);
		return command;
	}

	private String description(Path libraries) {
		String version = Contestants.version(libraries, this.artifact);
		return version.isEmpty() ? this.what : this.what + ", " + version;
	}

	private String build() {
		String command = "./mvnw -Ppeers -pl ws-benchmarks/peers/" + this.module + " -am package";
		return this.module.equals("helidon") ? command + " on JDK 21 or newer" : command;
	}

}
