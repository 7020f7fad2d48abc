package io.wsboot.spring.autoconfigure;

import java.lang.reflect.Type;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import com.google.protobuf.DescriptorProtos;
import com.google.protobuf.DescriptorProtos.FeatureSet;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.JavaFeaturesProto;
import com.google.protobuf.JavaFeaturesProto.JavaFeatures;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.spring.endpoint.CborMessageCodec;
import io.wsboot.spring.endpoint.JsonMessageCodec;
import io.wsboot.spring.endpoint.OriginPolicy;
import io.wsboot.spring.endpoint.ProtobufMessageCodec;
import io.wsboot.spring.endpoint.WsMessageCodec;
import io.wsboot.spring.messaging.WsMessaging;
import io.wsboot.spring.messaging.WsTopics;
import io.wsboot.spring.server.HandlerThreads;
import io.wsboot.spring.server.WsPortInfoApplicationContextInitializer;
import io.wsboot.spring.server.WsServerDrain;
import io.wsboot.spring.server.WsServerLifecycle;
import io.wsboot.transport.Topics;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * Which beans there are, and when the listener starts.
 */
class WsServerAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, WsMetricsAutoConfiguration.class,
				WsServerAutoConfiguration.class))
		.withInitializer(new WsPortInfoApplicationContextInitializer())
		.withPropertyValues("ws.server.address=127.0.0.1", "ws.server.port=0", "ws.server.shutdown.drain-window=0s");

	private final ApplicationContextRunner withEcho = this.runner.withBean("echo", EchoEndpoint.class);

	@Test
	void bootFindsTheAutoConfigurations() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()))
			.contains(WsServerAutoConfiguration.class.getName(), WsMetricsAutoConfiguration.class.getName());
	}

	@Test
	void whenThereIsAnEndpointThenListenerStartsAndServes() {
		this.withEcho.run((context) -> {
			assertThat(context.getBean(WsServerLifecycle.class).isRunning()).isTrue();
			TestPeer peer = TestPeer.connect(port(context), "/echo");
			peer.send("hello");
			peer.receives("hello");
		});
	}

	@Test
	void whenThereIsNoEndpointThenListenerDoesNotStart() {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(WsMessaging.class).hasSingleBean(WsTopics.class);
			assertThat(context.getBean(WsServerLifecycle.class).isRunning()).isFalse();
			assertThat(context.getEnvironment().getProperty("local.ws.server.port")).isNull();
		});
	}

	@Test
	void whenServerIsDisabledThenOnlyMessagingExists() {
		this.withEcho.withPropertyValues("ws.server.enabled=false").run((context) -> {
			assertThat(context).hasNotFailed()
				.hasSingleBean(WsMessaging.class)
				.hasSingleBean(WsTopics.class)
				.doesNotHaveBean(WsServerLifecycle.class)
				.doesNotHaveBean(WsServerDrain.class)
				.doesNotHaveBean(HandlerThreads.class);
			context.getBean(WsMessaging.class).toTopic("nobody").send("is there");
		});
	}

	@Test
	void whenServerIsEnabledExplicitlyThenListenerStarts() {
		this.withEcho.withPropertyValues("ws.server.enabled=true")
			.run((context) -> assertThat(context.getBean(WsServerLifecycle.class).isRunning()).isTrue());
	}

	@Test
	void whenBeansAreLazyThenListenerStartsAllTheSame() {
		this.withEcho
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(context.getBean(WsServerLifecycle.class).isRunning()).isTrue());
	}

	@Test
	void whenMessageIsPublishedThenMembersReceiveIt() {
		this.withEcho.run((context) -> {
			TestPeer peer = TestPeer.connect(port(context), "/echo");
			WsTopics topics = context.getBean(WsTopics.class);
			await().until(() -> topics.count("everybody") == 1);
			context.getBean(WsMessaging.class).toTopic("everybody").send("news");
			peer.receives("news");
		});
	}

	@Test
	void whenEndpointDependsOnTheLifecycleThenListenerStarts() {
		this.runner.withBean(RestartingEndpoint.class)
			.run((context) -> assertThat(context.getBean(WsServerLifecycle.class).isRunning()).isTrue());
	}

	@Test
	void whenNoOriginIsAllowedThenOnlyPagesOfTheOwnHostConnect() {
		this.withEcho.run((context) -> {
			TestPeer.connectFrom("http://127.0.0.1:1234", port(context), "/echo");
			assertForeign(context, "https://app.example.com");
		});
	}

	@Test
	void whenOriginsAreAllowedThenTheirPagesConnect() {
		this.withEcho.withPropertyValues("ws.server.allowed-origins=https://*.example.com").run((context) -> {
			TestPeer.connectFrom("https://app.example.com", port(context), "/echo");
			assertForeign(context, "https://app.example.org");
		});
	}

	@Test
	void whenAnEndpointHasOriginsOfItsOwnThenTheyWin() {
		this.withEcho.withBean("other", OtherEndpoint.class)
			.withPropertyValues("ws.server.allowed-origins=https://app.example.com",
					"ws.endpoints.other.allowed-origins=https://other.example.com")
			.run((context) -> {
				TestPeer.connectFrom("https://app.example.com", port(context), "/echo");
				TestPeer.connectFrom("https://other.example.com", port(context), "/other");
				assertForeign(context, "https://other.example.com");
				assertForeign(context, "https://app.example.com", "/other");
			});
	}

	@Test
	void whenTheOriginsOfAnEndpointAreEmptyThenOnlyPagesOfItsOwnHostConnect() {
		this.withEcho.withBean("other", OtherEndpoint.class)
			.withPropertyValues("ws.server.allowed-origins=*", "ws.endpoints.other.allowed-origins=")
			.run((context) -> {
				TestPeer.connectFrom("http://127.0.0.1:1234", port(context), "/other");
				assertForeign(context, "https://app.example.com", "/other");
			});
	}

	@Test
	void whenUserHasAnOriginPolicyThenItIsUsed() {
		OriginPolicy mine = (request) -> true;
		this.withEcho.withBean("mine", OriginPolicy.class, () -> mine)
			.run((context) -> assertThat(context).getBean(OriginPolicy.class).isSameAs(mine));
	}

	@Test
	void whenThereAreSeveralCodecsThenTheUsersComeFirstThenJsonThenCborThenProtobuf() {
		this.runner.withBean(UpperCaseCodec.class)
			.run((context) -> assertThat(context.getBeanProvider(WsMessageCodec.class).orderedStream())
				.extracting(WsMessageCodec::name)
				.containsExactly("upper", "json", "cbor", "protobuf"));
	}

	@Test
	void whenUserHasAJsonCodecThenItReplacesOurs() {
		JsonMessageCodec mine = new JsonMessageCodec(JsonMapper.builder().build());
		this.runner.withBean("mine", JsonMessageCodec.class, () -> mine)
			.run((context) -> assertThat(context).getBean(JsonMessageCodec.class).isSameAs(mine));
	}

	@Test
	void whenUserHasTopicsThenTheyAreUsed() {
		Topics mine = new Topics();
		this.runner.withBean("mine", Topics.class, () -> mine)
			.run((context) -> assertThat(context).getBean(Topics.class).isSameAs(mine));
	}

	@Test
	void whenThereIsAMapperThenJsonIsSpoken() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(JsonMessageCodec.class));
	}

	@Test
	void whenCborIsMissingThenJsonIsSpokenAllTheSame() {
		this.runner.withClassLoader(new FilteredClassLoader("tools.jackson.dataformat.cbor"))
			.run((context) -> assertThat(context).hasSingleBean(JsonMessageCodec.class)
				.doesNotHaveBean(CborMessageCodec.class));
	}

	@Test
	void whenProtobufIsMissingThenJsonIsSpokenAllTheSame() {
		this.withEcho.withClassLoader(new FilteredClassLoader("com.google.protobuf")).run((context) -> {
			assertThat(context).hasNotFailed()
				.hasSingleBean(JsonMessageCodec.class)
				.doesNotHaveBean(ProtobufMessageCodec.class);
			TestPeer peer = TestPeer.connect(port(context), "/echo");
			peer.send("plain");
			peer.receives("plain");
		});
	}

	@Test
	void whenJacksonIsMissingThenProtobufIsSpokenAllTheSame() {
		this.runner.withClassLoader(new FilteredClassLoader("tools.jackson"))
			.run((context) -> assertThat(context).hasSingleBean(WsMessageCodec.class)
				.hasSingleBean(ProtobufMessageCodec.class));
	}

	@Test
	void whenUserHasAProtobufCodecThenItReplacesOurs() {
		ProtobufMessageCodec mine = new ProtobufMessageCodec(ExtensionRegistryLite.getEmptyRegistry());
		this.runner.withBean("mine", ProtobufMessageCodec.class, () -> mine)
			.run((context) -> assertThat(context).getBean(ProtobufMessageCodec.class).isSameAs(mine));
	}

	@Test
	void whenUserHasExtensionsOfProtobufMessagesThenTheyAreRead() {
		// the descriptors of Protobuf itself cannot be initialized from their extensions
		DescriptorProtos.getDescriptor();
		ExtensionRegistryLite extensions = ExtensionRegistryLite.newInstance();
		extensions.add(JavaFeaturesProto.java_);
		FeatureSet message = FeatureSet.newBuilder()
			.setExtension(JavaFeaturesProto.java_, JavaFeatures.newBuilder().setLegacyClosedEnum(true).build())
			.build();
		this.runner.withBean(ExtensionRegistryLite.class, () -> extensions).run((context) -> {
			Object read = context.getBean(ProtobufMessageCodec.class)
				.decoder(FeatureSet.class)
				.decode(ByteBuffer.wrap(message.toByteArray()));
			assertThat(((FeatureSet) read).getExtension(JavaFeaturesProto.java_).getLegacyClosedEnum()).isTrue();
		});
	}

	@Test
	void whenThereIsNoCodecThenTextIsServedAllTheSame() {
		this.withEcho.withClassLoader(new FilteredClassLoader("tools.jackson", "com.google.protobuf"))
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(WsMessageCodec.class);
				TestPeer peer = TestPeer.connect(port(context), "/echo");
				peer.send("plain");
				peer.receives("plain");
			});
	}

	@Test
	void whenCustomizersExistThenTheyAreAppliedInOrderAfterTheProperties() {
		this.withEcho.withUserConfiguration(Customizers.class)
			.withPropertyValues("ws.limits.max-backlog=7")
			.run((context) -> assertThat(context.getBean(Customizers.class).seen).hasToString("7, then 8"));
	}

	private static void assertForeign(AssertableApplicationContext context, String origin) {
		assertForeign(context, origin, "/echo");
	}

	private static void assertForeign(AssertableApplicationContext context, String origin, String path) {
		assertThatException().isThrownBy(() -> TestPeer.connectFrom(origin, port(context), path))
			.havingCause()
			.isInstanceOfSatisfying(WebSocketHandshakeException.class,
					(failure) -> assertThat(failure.getResponse().statusCode()).isEqualTo(403));
	}

	private static int port(AssertableApplicationContext context) {
		return context.getEnvironment().getRequiredProperty("local.ws.server.port", Integer.class);
	}

	@WsEndpoint("/restart")
	static class RestartingEndpoint {

		private final WsServerLifecycle lifecycle;

		RestartingEndpoint(WsServerLifecycle lifecycle) {
			this.lifecycle = lifecycle;
		}

		@OnMessage
		boolean message(String text) {
			return this.lifecycle.isRunning();
		}

	}

	static class UpperCaseCodec implements WsMessageCodec {

		@Override
		public String name() {
			return "upper";
		}

		@Override
		public boolean isText() {
			return true;
		}

		@Override
		public byte[] encode(Object payload) {
			return payload.toString().toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
		}

		@Override
		public PayloadDecoder decoder(Type type) {
			throw new IllegalArgumentException("It only writes");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Customizers {

		private final StringBuilder seen = new StringBuilder();

		@Bean
		@Order(2)
		WsServerCustomizer second() {
			return (builder) -> this.seen.append(", then ").append(builder.options().maxBacklog());
		}

		@Bean
		@Order(1)
		WsServerCustomizer first() {
			return (builder) -> {
				this.seen.append(builder.options().maxBacklog());
				builder.options(builder.options().withMaxBacklog(8));
			};
		}

	}

	@WsEndpoint("/other")
	static class OtherEndpoint {

		@OnMessage
		void text(String text) {
		}

	}

}
