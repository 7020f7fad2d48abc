package io.wsboot.protocol;

import java.io.IOException;

import io.wsboot.benchmarks.servers.EndpointServer;
import io.wsboot.transport.HandlerLoop;
import io.wsboot.transport.WsHandler;
import io.wsboot.transport.WsSession;
import org.openjdk.jmh.annotations.Param;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A text that is returned by an endpoint's method and by a handler, both on the event
 * loop: what the programming model costs.
 */
public class EndpointBenchmark extends Comparison {

	@Param("20")
	int size;

	@Override
	Contender createOurs() throws IOException {
		ConfigurableApplicationContext application = EndpointServer.echoOnLoop();
		return new HandledTexts(new HandlerLoop(EndpointServer.handler(application)), SampleText.ASCII.utf8(this.size),
				application::close);
	}

	@Override
	Contender createTheirs() throws IOException {
		return new HandledTexts(new HandlerLoop(new PlainHandler()), SampleText.ASCII.utf8(this.size), () -> {
		});
	}

	/** The same logic without an endpoint. */
	private static final class PlainHandler implements WsHandler {

		@Override
		public void onText(WsSession session, String text) {
			session.offerText(text);
		}

	}

}
