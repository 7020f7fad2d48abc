package io.wsboot.spring.startup;

import java.util.ArrayList;
import java.util.List;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.spring.autoconfigure.WsMetricsAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfigurations;

/**
 * Properties whose values cannot be meant.
 */
final class PropertyErrors {

	/** What is set, to what, and why that is wrong. */
	private static final String OUT_OF_RANGE = """
			ws.server.port                        | -1     | It must be from 0 to 65535.
			ws.server.port                        | 65536  | It must be from 0 to 65535.
			ws.server.event-loops                 | 0      | It must be from 1 to 1024.
			ws.server.event-loops                 | 1025   | It must be from 1 to 1024.
			ws.server.spin                        | 1001us | It must be from 0 to 1 ms.
			ws.server.spin                        | -1us   | It must be from 0 to 1 ms.
			ws.server.receive-buffer-size         | 1023B  | It must be from 1024B to 1073741824B.
			ws.server.send-buffer-size            | 2GB    | It must be from 1024B to 1073741824B.
			ws.server.proxy-protocol.timeout      | 0s     | It must be longer than 0.
			ws.heartbeat.interval                 | -1s    | It must be from 0 to 365 days.
			ws.heartbeat.interval                 | 366d   | It must be from 0 to 365 days.
			ws.heartbeat.timeout                  | 0s     | It must be longer than 0.
			ws.limits.max-message-size            | 0B     | It must be from 1B to 1073741824B.
			ws.limits.max-message-size            | 2GB    | It must be from 1B to 1073741824B.
			ws.limits.max-frame-size              | 0B     | It must be from 1B to 1048576B.
			ws.limits.max-frame-size              | 2MB    | It must be from 1B to 1048576B.
			ws.limits.max-fragments               | 0      | It must be 1 or more.
			ws.limits.message-timeout             | 0s     | It must be longer than 0.
			ws.limits.max-request-line            | 1023B  | It must be from 1024B to 1048576B.
			ws.limits.max-head-size               | 4KB    | It must be from 8192B to 16777216B.
			ws.limits.max-header-fields           | 0      | It must be from 1 to 10000.
			ws.limits.handshake-timeout           | 0s     | It must be longer than 0.
			ws.limits.close-timeout               | -1s    | It must be from 0 to 365 days.
			ws.limits.write-timeout               | 0s     | It must be longer than 0.
			ws.limits.max-connections             | 0      | It must be 1 or more.
			ws.limits.max-backlog                 | 0      | It must be 1 or more.
			ws.limits.max-connections-per-ip      | 0      | It must be 1 or more.
			ws.limits.max-connections-per-user    | 0      | It must be 1 or more.
			ws.limits.messages-per-second         | 0      | It must be 1 or more.
			ws.limits.bytes-per-second            | 0B     | It must be from 1B to 2147483647B.
			ws.limits.max-age                     | 0s     | It must be longer than 0.
			ws.limits.max-age                     | 366d   | It must be from 0 to 365 days.
			ws.outbound.high-water-mark           | 0B     | It must be from 1B to 2147483647B.
			ws.outbound.memory-budget             | 0B     | It must be 1B or more.
			ws.outbound.fragment-size             | 124B   | It must be from 125B to 16777216B.
			ws.endpoints.echo.outbound.fragment-size | 17MB | It must be from 125B to 16777216B.
			ws.endpoints.echo.outbound.high-water-mark | 0B | It must be from 1B to 2147483647B.
			ws.compression.level                  | 0      | It must be from 1 to 9.
			ws.compression.level                  | 10     | It must be from 1 to 9.
			ws.compression.min-size               | -1B    | It must be from 0B to 1073741824B.
			ws.compression.server-max-window-bits | 7      | It must be from 8 to 15.
			ws.compression.client-max-window-bits | 16     | It must be from 8 to 15.
			ws.execution.pool-size                | 0      | It must be from 1 to 100000.
			ws.execution.queue-capacity           | 0      | It must be 1 or more.
			ws.execution.keep-alive               | 0s     | It must be longer than 0.
			ws.server.shutdown.drain-window       | -1s    | It must be from 0 to 365 days.
			ws.server.shutdown.grace-period       | -1s    | It must be from 0 to 365 days.
			ws.endpoints.echo.limits.max-age      | -1s    | It must be from 0 to 365 days.
			ws.endpoints.echo.limits.message-timeout | 0s | It must be longer than 0.
			ws.endpoints.echo.limits.messages-per-second | -1 | It must be 0 or more.
			ws.endpoints.echo.limits.bytes-per-second | -1B | It must be from 0B to 2147483647B.
			ws.endpoints.echo.limits.max-fragments | 0    | It must be 1 or more.
			ws.endpoints.echo.limits.max-frame-size | 2MB  | It must be from 1B to 1048576B.
			""";

	private static final String ACTION = "Review the value of the property with the provided reason.";

	private PropertyErrors() {
	}

	static List<StartUpError> all() {
		List<StartUpError> errors = new ArrayList<>();
		for (String row : OUT_OF_RANGE.strip().split("\n")) {
			String[] columns = row.strip().split(" *\\| *");
			errors.add(wrong(columns[0], columns[1], columns[2]));
		}
		for (int code : new int[] { 2999, 5000 }) {
			errors.add(wrong("ws.metrics.close-codes", String.valueOf(code), "It must be from 3000 to 4999.")
				.in((application) -> application
					.withConfiguration(AutoConfigurations.of(WsMetricsAutoConfiguration.class))
					.withBean(SimpleMeterRegistry.class)));
		}
		errors.add(wrong("ws.endpoints.echo.limits.max-message-size", "2GB",
				"It must be from 1B to 1073741824B where messages are taken as a whole. They may be longer where a"
						+ " method takes them as InputStream or Reader."));
		errors.add(wrong("ws.endpoints.echo.limits.max-message-size", "0B", "It must be 1B or more."));
		errors.add(wrong("ws.messages.type-property", "", "It must name the field that holds the type of a message."));
		errors.add(wrong("ws.server.allowed-origins", "https://fine.example,not an origin",
				"'not an origin' is no origin. Write scheme, host and perhaps a port, with nothing behind them, as"
						+ " https://example.com or http://localhost:3000; https://*.example.com for all subdomains; * for every origin."));
		errors.add(wrong("ws.endpoints.echo.allowed-origins", "example.com",
				"'example.com' is no origin. Write scheme, host and perhaps a port, with nothing behind them, as"
						+ " https://example.com or http://localhost:3000; https://*.example.com for all subdomains; *"
						+ " for every origin."));
		errors.add(wrong("ws.server.allowed-origins", "null",
				"'null' is what every sandboxed page sends, whoever made it: it names nobody. Use * if every page is meant."));
		errors.add(wrong("ws.server.proxy-protocol.trusted", "10.0.0.0/8,the proxy",
				"'the proxy' is no range of addresses: write an address, or one with the number of bits that count, such as"
						+ " 10.0.0.0/8 or fd00::/8."));
		errors.add(StartUpError
			.of("ws.endpoints.ecco",
					"Properties under 'ws.endpoints.ecco' are set, but no WebSocket endpoint is called 'ecco'.",
					"Use the name of an endpoint (@WsEndpoint(name = …), by default the bean's name), or remove the"
							+ " properties. There are: echo.")
			.with(Echo.class)
			.withProperties("ws.endpoints.ecco.limits.max-frame-size=1KB"));
		return errors;
	}

	static StartUpError wrong(String property, String value, String reason) {
		return StartUpError.of(property + "=" + value, description(property, value, reason), ACTION)
			.with(Echo.class)
			.withProperties(property + "=" + value);
	}

	private static String description(String property, String value, String reason) {
		return "Invalid value '" + value + "' for configuration property '" + property + "' (originating from '\""
				+ property + "\" from property source \"test\"'). Validation failed for the following reason:\n\n"
				+ reason;
	}

	@WsEndpoint("/echo")
	static class Echo {

		@OnMessage
		String text(String text) {
			return text;
		}

	}

}
