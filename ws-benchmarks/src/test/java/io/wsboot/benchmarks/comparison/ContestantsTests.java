package io.wsboot.benchmarks.comparison;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ContestantsTests {

	@TempDir
	private Path peers;

	@Test
	void whatWasNotBuiltIsLeftOutAndNamed() {
		Contestants contestants = contestants();
		assertThat(contestants.chosen()).extracting(Contestant::name)
			.containsExactly("raw", "ours-loop", "ours-endpoint");
		assertThat(contestants.missing()).extracting(Contestant::name).contains("netty-nio", "jetty", "helidon");
		assertThat(contestants.missing()).extracting(Contestant::build)
			.contains("./mvnw -Ppeers -pl ws-benchmarks/peers/netty -am package");
	}

	@Test
	void whatWasBuiltIsMeasuredAndItsVersionTold() throws Exception {
		Path target = Files.createDirectories(this.peers.resolve("netty/target/lib")).getParent();
		Files.createFile(target.resolve("netty.jar"));
		Files.createFile(target.resolve("lib/netty-codec-http-1.2.3.jar"));
		Files.createFile(target.resolve("lib/netty-codec-http-extra-9.jar"));
		List<Contestant> chosen = contestants().chosen();
		assertThat(chosen).extracting(Contestant::name).contains("netty-nio", "netty-epoll-frames");
		assertThat(chosen.get(3).what()).isEqualTo("Netty, NIO, String messages, 1.2.3");
		assertThat(chosen.get(3).command(Scenario.Mode.BROADCAST, 4711))
			.containsSubsequence("io.wsboot.peers.PeerServer", "4711", "broadcast", "nio", "messages");
		assertThat(chosen.get(3).command(Scenario.Mode.TLS, 4711)).contains("-Dpeers.tls={keys}");
	}

	@Test
	void aServerThatIsAskedForMustHaveBeenBuilt() {
		assertThatIllegalArgumentException().isThrownBy(() -> contestants("--servers", "raw,jetty").chosen())
			.withMessage("--servers has 'jetty', which was not built; build it with "
					+ "./mvnw -Ppeers -pl ws-benchmarks/peers/jetty -am package");
		assertThatIllegalArgumentException().isThrownBy(() -> contestants("--servers", "netty").chosen())
			.withMessageStartingWith("--servers has 'netty', but knows only raw, ours-loop, ours-endpoint, netty-nio");
	}

	@Test
	void anExternalServerJoinsInWithOrWithoutAFanOut() {
		List<Contestant> chosen = contestants("--servers", "raw", "--external", "one=java -jar one.jar {port}",
				"--external-raw", "two=./two {port} {mode}")
			.chosen();
		assertThat(chosen).extracting(Contestant::name).containsExactly("raw", "one", "two");
		Contestant one = chosen.get(1);
		assertThat(one.takesPartIn(Scenario.F)).isFalse();
		assertThat(one.raw()).isFalse();
		assertThat(one.command(Scenario.Mode.ECHO, 80)).contains("-Xmx1g").endsWith("-jar", "one.jar", "80");
		assertThat(one.command(Scenario.Mode.IDLE, 80)).contains("-XX:+AlwaysPreTouch");
		Contestant two = chosen.get(2);
		assertThat(two.raw()).isTrue();
		assertThat(two.command(Scenario.Mode.BROADCAST, 80)).containsExactly("./two", "80", "broadcast");
	}

	@Test
	void encryptionIsForServersThatAreToldAKeyStore() {
		List<Contestant> chosen = contestants("--servers", "raw,ours-loop,ours-endpoint", "--external",
				"one=java -jar one.jar {port}", "--external", "two=./two {port} {option}")
			.chosen();
		assertThat(chosen).filteredOn((contestant) -> contestant.takesPartIn(Scenario.I))
			.extracting(Contestant::name)
			.containsExactly("ours-loop", "ours-endpoint", "two");
		assertThat(chosen.get(1).command(Scenario.Mode.TLS, 80)).endsWith("echo-loop", "--port=80", "--tls={keys}");
		assertThat(chosen.get(4).command(Scenario.Mode.TLS, 80)).containsExactly("./two", "80", "--tls={keys}");
		assertThat(chosen.get(4).command(Scenario.Mode.ECHO, 80)).containsExactly("./two", "80");
	}

	private Contestants contestants(String... args) {
		List<String> all = new ArrayList<>(List.of("--peers", this.peers.toString()));
		all.addAll(List.of(args));
		return new Contestants(ContestArguments.parse(all));
	}

}
