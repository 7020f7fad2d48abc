package io.wsboot.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

import io.wsboot.benchmarks.servers.EndpointServer;
import io.wsboot.benchmarks.servers.LoopServer;
import io.wsboot.benchmarks.servers.RawServer;
import io.wsboot.benchmarks.servers.ServerKeys;
import io.wsboot.transport.WsServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each task runs to its end against a server that does what it should, and has nothing to
 * complain about.
 */
@Timeout(120)
class TasksTests {

	private static final List<String> ANY_PORT = List.of("--port=0");

	@ParameterizedTest
	@ValueSource(strings = { "await", "echo connections=3 size=20 pipeline=5 time=0.1 warmup=0.1",
			"echo connections=2 size=126 pipeline=1 time=0.1",
			"echo connections=2 size=70000 pipeline=3 type=binary time=0.1",
			"echo connections=2 size=40000 time=0.1 spin=no", "handshakes connections=10 time=0.01" })
	void ours(String line) throws Exception {
		try (WsServer server = LoopServer.echo(ANY_PORT)) {
			assertComplete(target(server, Dialect.PLAIN), line);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "await", "echo connections=3 size=20 pipeline=5 time=0.1",
			"echo connections=2 size=300000 pipeline=4 type=binary time=0.1", "handshakes connections=10 time=0.01" })
	void raw(String line) throws Exception {
		try (RawServer server = RawServer.echo(ANY_PORT)) {
			assertComplete(Target.local(server.port(), "/ws", Dialect.RAW), line);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "await", "echo connections=3 size=20 pipeline=5 time=0.1 warmup=0.1",
			"echo connections=2 size=70000 pipeline=8 type=binary time=0.1", "handshakes connections=10 time=0.01" })
	void oursEncrypted(String line, @TempDir Path folder) throws Exception {
		Path keys = folder.resolve("keys.p12");
		ServerKeys.make(keys);
		try (WsServer server = LoopServer.echo(List.of("--port=0", "--tls=" + keys))) {
			assertComplete(target(server, Dialect.TLS), line);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "await", "echo connections=3 size=1024 pipeline=70 time=0.2 warmup=0.1",
			"echo connections=1 size=40 pipeline=1 time=0.1" })
	void oursCompressed(String line) throws Exception {
		try (WsServer server = LoopServer.echo(List.of("--port=0", "--deflate=6"))) {
			assertComplete(target(server, Dialect.DEFLATE), line);
		}
	}

	@Test
	void whatComesBackIsAsShortAsItWasSentIfItIsCompressed() throws Exception {
		try (WsServer server = LoopServer.echo(List.of("--port=0", "--deflate=6"))) {
			Fields task = Fields.parse("echo connections=1 size=1024 pipeline=4 time=0.2");
			Target target = target(server, Dialect.DEFLATE);
			Fields result = new EchoTask(target, ServerUsage.Watched.NOBODY).run(task);
			assertThat(result.number("payload")).isBetween(10.0, 512.0);
			Fields plain = new EchoTask(target(server, Dialect.PLAIN), ServerUsage.Watched.NOBODY).run(task);
			assertThat(plain.number("payload")).isEqualTo(1024);
		}
	}

	@Test
	void ourEndpointEncryptsAndCompressesAsItIsTold(@TempDir Path folder) throws Exception {
		Path keys = folder.resolve("keys.p12");
		ServerKeys.make(keys);
		String line = "echo connections=2 size=1024 pipeline=4 time=0.1";
		try (ConfigurableApplicationContext server = EndpointServer.echo(List.of("--port=0", "--tls=" + keys))) {
			assertComplete(Target.local(port(server), "/ws", Dialect.TLS), line);
		}
		try (ConfigurableApplicationContext server = EndpointServer.echo(List.of("--port=0", "--deflate=6"))) {
			assertComplete(Target.local(port(server), "/ws", Dialect.DEFLATE), line);
		}
	}

	@Test
	void aServerThatDoesNotCompressIsNotMeasuredAsOneThatDoes() throws Exception {
		try (WsServer server = LoopServer.echo(ANY_PORT)) {
			Fields task = Fields.parse("echo connections=1 size=1024 time=0.1");
			Fields result = new EchoTask(target(server, Dialect.DEFLATE), ServerUsage.Watched.NOBODY).run(task);
			assertThat(result.text("first-fault", "-"))
				.isEqualTo("a connection was lost: the server does not compress with a context that it keeps");
		}
	}

	@Test
	void aServerThatSpeaksNoTlsIsNotMeasuredAsOneThatDoes() throws Exception {
		try (WsServer server = LoopServer.echo(ANY_PORT)) {
			Fields task = Fields.parse("echo connections=1 size=20 time=0.1");
			Fields result = new EchoTask(target(server, Dialect.TLS), ServerUsage.Watched.NOBODY).run(task);
			assertThat(result.number("faults")).isPositive();
			assertThat(result.text("first-fault", "-")).startsWith("a connection was lost: ");
		}
	}

	@Test
	void everySubscriberHearsEveryMessage() throws Exception {
		String line = "broadcast connections=7 size=64 pipeline=2 time=0.1";
		try (WsServer server = LoopServer.broadcast(ANY_PORT)) {
			assertComplete(target(server, Dialect.PLAIN), line);
		}
		try (RawServer server = RawServer.broadcast(ANY_PORT)) {
			assertComplete(Target.local(server.port(), "/ws", Dialect.RAW), line);
		}
	}

	@Test
	void idleConnectionsStayOpenFromTaskToTask() throws Exception {
		try (WsServer server = LoopServer.echo(ANY_PORT)) {
			IdleTasks idle = new IdleTasks(target(server, Dialect.PLAIN));
			assertThat(idle.open(Fields.parse("open connections=40")).number("connections")).isEqualTo(40);
			assertThat(idle.open(Fields.parse("open connections=60")).number("connections")).isEqualTo(100);
			assertThat(idle.say(Fields.parse("say")).number("answered")).isEqualTo(100);
			Fields left = idle.leave(Fields.parse("leave"));
			assertThat(left.number("connections")).isEqualTo(100);
			assertThat(left.number("faults")).isZero();
		}
	}

	private static int port(ConfigurableApplicationContext application) {
		return application.getEnvironment().getRequiredProperty("local.ws.server.port", Integer.class);
	}

	private static Target target(WsServer server, Dialect dialect) {
		return Target.local(((InetSocketAddress) server.localAddress()).getPort(), "/ws", dialect);
	}

	private static void assertComplete(Target target, String line) throws IOException {
		Fields task = Fields.parse(line);
		Fields result = LoadCommand.task(task.name(), target, ServerUsage.Watched.NOBODY).run(task);
		assertThat(result.text("first-fault", "-")).isEmpty();
		assertThat(result.number("faults")).isZero();
		if (!task.name().equals("await")) {
			assertThat(result.number("messages")).isPositive();
			assertThat(result.number("rate")).isPositive();
		}
	}

}
