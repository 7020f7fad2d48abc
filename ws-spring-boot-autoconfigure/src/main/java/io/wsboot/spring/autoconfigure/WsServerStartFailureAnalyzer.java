package io.wsboot.spring.autoconfigure;

import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.Locale;

import io.wsboot.spring.server.WsServerStartException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/**
 * Explains why the listener could not take its address.
 */
final class WsServerStartFailureAnalyzer extends AbstractFailureAnalyzer<WsServerStartException> {

	private static final int FIRST_UNPRIVILEGED_PORT = 1024;

	private final Environment environment;

	WsServerStartFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, WsServerStartException cause) {
		if (!(cause.address() instanceof InetSocketAddress address)) {
			return new FailureAnalysis(cause.getMessage() + ".",
					"Choose another path in the WsServerCustomizer that sets it, in a directory that this process may"
							+ " write to, or end the process that listens there.",
					cause);
		}
		int port = address.getPort();
		String reason = String.valueOf(cause.reason().getMessage()).toLowerCase(Locale.ROOT);
		if (reason.contains("in use")) {
			return new FailureAnalysis(
					"The WebSocket listener could not start: " + where(address) + " is already in use.",
					portInUse(port), cause);
		}
		if (reason.contains("permission denied") && port < FIRST_UNPRIVILEGED_PORT) {
			return new FailureAnalysis(
					"The WebSocket listener could not start: the operating system does not let this process use "
							+ where(address) + ".",
					"Choose a port from 1024 on with the property 'ws.server.port', or give the process the right"
							+ " to use lower ones.",
					cause);
		}
		if (cause.reason() instanceof BindException) {
			return new FailureAnalysis(
					"The WebSocket listener could not start: " + address.getHostString()
							+ " is no address of this machine (" + cause.reason().getMessage() + ").",
					"Set the property 'ws.server.address' to an address of this machine, or remove it to listen on all"
							+ " of them.",
					cause);
		}
		return new FailureAnalysis(cause.getMessage() + ".",
				"Check the properties 'ws.server.address' and 'ws.server.port', and what this process may open.",
				cause);
	}

	private String portInUse(int port) {
		String number = String.valueOf(port);
		if (number.equals(this.environment.getProperty("local.server.port"))
				|| number.equals(this.environment.getProperty("server.port"))) {
			return "The application's own HTTP server has this port (property 'server.port'). HTTP and WebSocket need a"
					+ " port each: set one of 'server.port' and 'ws.server.port' to another value.";
		}
		return "End the process that listens on port " + port
				+ ", or choose another port with the property 'ws.server.port' (0 takes any free one).";
	}

	private static String where(InetSocketAddress address) {
		boolean all = address.getAddress() != null && address.getAddress().isAnyLocalAddress();
		return "port " + address.getPort() + (all ? "" : " of " + address.getHostString());
	}

}
