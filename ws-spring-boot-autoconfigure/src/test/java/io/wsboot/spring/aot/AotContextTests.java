package io.wsboot.spring.aot;

import io.wsboot.spring.TestPeer;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.OnOpen;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.spring.autoconfigure.WsServerAutoConfiguration;
import io.wsboot.spring.server.WsPortInfoApplicationContextInitializer;
import io.wsboot.transport.WsSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.Compiled;
import org.springframework.core.test.tools.TestCompiler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application whose beans were processed ahead of time: generated code registers them,
 * and nothing is scanned.
 */
@Timeout(180)
class AotContextTests {

	private static final TestPropertyValues PROPERTIES = TestPropertyValues.of("ws.server.port=0",
			"ws.server.address=127.0.0.1", "ws.server.shutdown.drain-window=0s");

	private final TestGenerationContext generation = new TestGenerationContext();

	@Test
	@CompileWithForkedClassLoader
	void generatedBeansServeAsWrittenOnesDo() {
		process();
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(NoteEndpoint.class, "message"))
			.accepts(this.generation.getRuntimeHints());
		TestCompiler.forSystem().with(this.generation).compile(AotContextTests::serve);
	}

	private void process() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			PROPERTIES.applyTo(context);
			context.register(Application.class);
			new ApplicationContextAotGenerator().processAheadOfTime(context, this.generation);
			this.generation.writeGeneratedContent();
		}
	}

	@SuppressWarnings("unchecked")
	private static void serve(Compiled compiled) {
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			PROPERTIES.applyTo(context);
			new WsPortInfoApplicationContextInitializer().initialize(context);
			compiled.getInstance(ApplicationContextInitializer.class).initialize(context);
			context.refresh();
			int port = context.getEnvironment().getRequiredProperty("local.ws.server.port", Integer.class);
			try (TestPeer peer = TestPeer.connect(port, "/notes")) {
				peer.expect("text:welcome").sendText("{\"text\":\"hello\"}").expect("text:{\"text\":\"hello!\"}");
			}
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ JacksonAutoConfiguration.class, WsServerAutoConfiguration.class })
	@Import(NoteEndpoint.class)
	static class Application {

	}

	@WsEndpoint("/notes")
	static class NoteEndpoint {

		@OnOpen
		void open(WsSession session) {
			session.sendText("welcome");
		}

		@OnMessage
		Note message(Note note) {
			return new Note(note.text() + "!");
		}

	}

	record Note(String text) {

	}

}
