package io.wsboot.spring.messaging;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wsboot.spring.annotation.OnOpen;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.spring.autoconfigure.WsMetricsAutoConfiguration;
import io.wsboot.spring.autoconfigure.WsServerAutoConfiguration;
import io.wsboot.transport.Delivery;
import io.wsboot.transport.WsSession;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * A server in a process with a small heap, which publishes as fast as those who read can
 * follow. It is told by lines: {@code idle} asks for the heap in use, {@code publish 5000
 * 1500} begins to publish for so many milliseconds and so many messages at least,
 * {@code read 17} says that whoever reads has read so many messages, and {@code count}
 * asks what the meters say.
 */
final class SlowReaderServer {

	/** How many messages readers may be behind; far less than the high-water mark. */
	private static final int AHEAD = 100;

	private static final int KEYS = 8;

	private static final String PADDING = ".".repeat(1024 - 11 - 2);

	private final ConfigurableApplicationContext context;

	private final WsMessaging messaging;

	private final boolean keys;

	private final AtomicInteger read = new AtomicInteger();

	private volatile int published;

	private SlowReaderServer(ConfigurableApplicationContext context, boolean keys) {
		this.context = context;
		this.messaging = context.getBean(WsMessaging.class);
		this.keys = keys;
	}

	/** The arguments are properties; {@code keys} among them publishes with keys. */
	public static void main(String[] arguments) throws Exception {
		boolean keys = arguments[0].equals("keys");
		SpringApplication application = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("ws.server.address=127.0.0.1", "ws.server.port=0", "ws.outbound.high-water-mark=256KB",
					"ws.server.event-loops=2", "ws.heartbeat.interval=0s", "ws.server.send-buffer-size=64KB",
					"ws.limits.write-timeout=10m", "spring.main.banner-mode=off", "logging.level.root=error",
					"ws.outbound.slow-consumer=" + (keys ? "close" : arguments[0]))
			.build();
		try (ConfigurableApplicationContext context = application.run()) {
			System.out.println(context.getEnvironment().getProperty("local.ws.server.port"));
			new SlowReaderServer(context, keys).obey();
		}
	}

	private void obey() throws Exception {
		BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String order = orders.readLine(); order != null; order = orders.readLine()) {
			String[] words = order.split(" ");
			switch (words[0]) {
				case "idle" -> System.out.println(beyondIdle());
				case "publish" ->
					new Thread(() -> publish(Long.parseLong(words[1]), Integer.parseInt(words[2]))).start();
				case "read" -> this.read.set(Integer.parseInt(words[1]));
				default -> System.out.println(counts());
			}
		}
	}

	private void publish(long millis, int least) {
		long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
		MessageTarget prices = this.messaging.toTopic("prices");
		for (int number = 1; number <= least || System.nanoTime() < end; number++) {
			while (number - this.read.get() > AHEAD) {
				LockSupport.parkNanos(50_000);
			}
			int key = number % KEYS;
			MessageTarget target = this.keys ? prices.delivery(Delivery.conflate("price-" + key)) : prices;
			target.send(String.format("%010d:%d", number, key) + PADDING);
			this.published = number;
		}
		System.out.println(this.published);
	}

	/** How much heap there is beyond what is in use. */
	private static long beyondIdle() {
		System.gc();
		return Runtime.getRuntime().maxMemory() - ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	private String counts() {
		StringBuilder counts = new StringBuilder();
		for (FunctionCounter counter : this.context.getBean(MeterRegistry.class)
			.get("ws.outbound.dropped")
			.functionCounters()) {
			counts.append(counter.getId().getTag("reason")).append('=').append((long) counter.count()).append(' ');
		}
		double closed = this.context.getBean(MeterRegistry.class)
			.get("ws.limits.rejected")
			.tag("limit", "high-water-mark")
			.functionCounter()
			.count();
		return counts.append("high-water-mark=").append((long) closed).toString();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ WsMetricsAutoConfiguration.class, WsServerAutoConfiguration.class })
	static class Application {

		@Bean
		SimpleMeterRegistry registry() {
			return new SimpleMeterRegistry();
		}

		@Bean
		PricesEndpoint prices() {
			return new PricesEndpoint();
		}

	}

	@WsEndpoint("/prices")
	static class PricesEndpoint {

		@OnOpen
		void open(WsSession session) {
			session.join("prices");
		}

	}

}
