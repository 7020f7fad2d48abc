package io.wsboot.spring.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.wsboot.spring.autoconfigure.WsServerProperties.Endpoint;
import io.wsboot.spring.autoconfigure.WsServerProperties.EndpointCompression;
import io.wsboot.spring.autoconfigure.WsServerProperties.EndpointLimits;
import io.wsboot.spring.autoconfigure.WsServerProperties.EndpointMessages;
import io.wsboot.spring.autoconfigure.WsServerProperties.EndpointOutbound;
import org.junit.jupiter.api.Test;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Which endpoint the properties under {@code ws.endpoints} are about.
 */
class EndpointPropertiesTests {

	private static final EndpointMessages UNSET = new EndpointMessages(null);

	private static final EndpointOutbound NO_OUTBOUND = new EndpointOutbound(null, null, null);

	private final Map<String, Endpoint> set = new LinkedHashMap<>();

	@Test
	void whenNothingIsSetThenThereAreNoLimits() {
		assertThat(new EndpointProperties(this.set, List.of("chat")).limits("chat")).isNull();
	}

	@Test
	void whenNameIsWrittenExactlyThenItIsFound() {
		set("chatRoom", 5, null);
		assertThat(new EndpointProperties(this.set, List.of("chatroom", "chatRoom")).limits("chatRoom"))
			.isEqualTo(limits(5, null));
	}

	@Test
	void whenNameIsAnEnvironmentVariablesThenItIsFound() {
		set("chatroom", 5, null);
		assertThat(new EndpointProperties(this.set, List.of("echo", "chat-room")).limits("chat-room"))
			.isEqualTo(limits(5, null));
	}

	@Test
	void whenNameIsWrittenTwiceThenTheFirstWinsAndTheSecondFills() {
		set("chatroom", 5, null);
		set("chatRoom", 6, 7);
		EndpointProperties properties = new EndpointProperties(this.set, List.of("chatRoom"));
		assertThat(properties.limits("chatRoom")).isEqualTo(limits(5, 7));
		assertThat(properties.limitsPrefix("chatRoom")).isEqualTo("ws.endpoints.chatroom.limits");
	}

	@Test
	void whenNobodyHasTheNameThenTheKnownNamesAreTold() {
		set("caht", 5, null);
		assertThatExceptionOfType(UnknownEndpointException.class)
			.isThrownBy(() -> new EndpointProperties(this.set, List.of("chat", "echo")))
			.satisfies((failure) -> {
				assertThat(failure.name()).isEqualTo("caht");
				assertThat(failure.known()).containsExactly("chat", "echo");
			});
	}

	@Test
	void whenAnEndpointIsNamedInTwoWaysThenTheFirstThatSaysSomethingOfCompressionWins() {
		EndpointLimits none = new EndpointLimits(null, null, null, null, null, null, null);
		this.set.put("CHATROOM", new Endpoint(none, new EndpointCompression(null), UNSET, null, null, NO_OUTBOUND));
		this.set.put("chat-room", new Endpoint(none, new EndpointCompression(false), UNSET, null, null, NO_OUTBOUND));
		this.set.put("chatRoom", new Endpoint(none, new EndpointCompression(true), UNSET, null, null, NO_OUTBOUND));
		EndpointProperties properties = new EndpointProperties(this.set, List.of("chatRoom", "echo"));
		assertThat(properties.compression("chatRoom")).isFalse();
		assertThat(properties.compression("echo")).isNull();
		assertThat(properties.limits("chatRoom")).as("the server's apply, a customizer's too").isNull();
	}

	@Test
	void whenTheFirstWayOfNamingAnEndpointSetsNoLimitThenTheLimitsAreCalledByTheSecond() {
		this.set.put("CHATROOM", new Endpoint(new EndpointLimits(null, null, null, null, null, null, null),
				new EndpointCompression(true), UNSET, null, null, NO_OUTBOUND));
		set("chat-room", 1, 2);
		assertThat(new EndpointProperties(this.set, List.of("chatRoom")).limitsPrefix("chatRoom"))
			.isEqualTo("ws.endpoints.chat-room.limits");
	}

	private void set(String key, Integer maxMessageSize, Integer maxFragments) {
		this.set.put(key, new Endpoint(limits(maxMessageSize, maxFragments), new EndpointCompression(null), UNSET, null,
				null, NO_OUTBOUND));
	}

	private static EndpointLimits limits(Integer maxMessageSize, Integer maxFragments) {
		return new EndpointLimits(DataSize.ofBytes(maxMessageSize), null, maxFragments, null, null, null, null);
	}

}
