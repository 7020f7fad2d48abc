package io.wsboot.spring.autoconfigure;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;

import io.wsboot.spring.server.WsServerStartException;
import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole texts that a user reads instead of a stack trace.
 */
class FailureAnalyzerTests {

	private final MockEnvironment environment = new MockEnvironment();

	@Test
	void portInUse() {
		FailureAnalysis analysis = start(new InetSocketAddress(8090), new BindException("Address already in use"));
		assertThat(analysis.getDescription())
			.isEqualTo("The WebSocket listener could not start: port 8090 is already in use.");
		assertThat(analysis.getAction()).isEqualTo("End the process that listens on port 8090, or choose another port"
				+ " with the property 'ws.server.port' (0 takes any free one).");
	}

	@Test
	void portInUseOfOneAddress() {
		FailureAnalysis analysis = start(new InetSocketAddress("127.0.0.1", 8090),
				new BindException("Address already in use: bind"));
		assertThat(analysis.getDescription())
			.isEqualTo("The WebSocket listener could not start: port 8090 of 127.0.0.1 is already in use.");
	}

	@Test
	void portInUseByTheOwnHttpServer() {
		this.environment.setProperty("local.server.port", "8080");
		FailureAnalysis analysis = start(new InetSocketAddress(8080), new BindException("Address already in use"));
		assertThat(analysis.getAction()).isEqualTo("The application's own HTTP server has this port (property"
				+ " 'server.port'). HTTP and WebSocket need a port each: set one of 'server.port' and"
				+ " 'ws.server.port' to another value.");
	}

	@Test
	void portInUseThatTheOwnHttpServerIsToGet() {
		this.environment.setProperty("server.port", "8081");
		FailureAnalysis analysis = start(new InetSocketAddress(8081), new BindException("Address already in use"));
		assertThat(analysis.getAction()).startsWith("The application's own HTTP server has this port");
	}

	@Test
	void addressOfAnotherMachine() {
		FailureAnalysis analysis = start(new InetSocketAddress("192.0.2.1", 8090),
				new BindException("Cannot assign requested address"));
		assertThat(analysis.getDescription()).isEqualTo("The WebSocket listener could not start: 192.0.2.1 is no"
				+ " address of this machine (Cannot assign requested address).");
		assertThat(analysis.getAction()).isEqualTo("Set the property 'ws.server.address' to an address of this"
				+ " machine, or remove it to listen on all of them.");
	}

	@Test
	void pathThatIsTaken() {
		FailureAnalysis analysis = start(UnixDomainSocketAddress.of("/run/app/ws.sock"),
				new BindException("Address already in use"));
		assertThat(analysis.getDescription())
			.isEqualTo("The WebSocket listener could not start on /run/app/ws.sock: Address already in use.");
		assertThat(analysis.getAction()).isEqualTo("Choose another path in the WsServerCustomizer that sets it, in a"
				+ " directory that this process may write to, or end the process that listens there.");
	}

	@Test
	void privilegedPort() {
		FailureAnalysis analysis = start(new InetSocketAddress(80), new SocketException("Permission denied"));
		assertThat(analysis.getDescription()).isEqualTo("The WebSocket listener could not start: the operating system"
				+ " does not let this process use port 80.");
		assertThat(analysis.getAction()).isEqualTo("Choose a port from 1024 on with the property 'ws.server.port', or"
				+ " give the process the right to use lower ones.");
	}

	@Test
	void anythingElseTheOperatingSystemSays() {
		FailureAnalysis analysis = start(new InetSocketAddress("127.0.0.1", 8090),
				new IOException("Too many open files"));
		assertThat(analysis.getDescription())
			.isEqualTo("The WebSocket listener could not start on /127.0.0.1:8090: Too many open files.");
		assertThat(analysis.getAction()).isEqualTo(
				"Check the properties 'ws.server.address' and 'ws.server.port', and" + " what this process may open.");
	}

	private FailureAnalysis start(SocketAddress address, IOException cause) {
		return analyze(new WsServerStartFailureAnalyzer(this.environment), new WsServerStartException(address, cause));
	}

	/** Within the exceptions that a context wraps around it. */
	private static FailureAnalysis analyze(FailureAnalyzer analyzer, RuntimeException failure) {
		FailureAnalysis analysis = analyzer.analyze(new IllegalStateException("context", failure));
		assertThat(analysis.getCause()).isSameAs(failure);
		return analysis;
	}

}
