package io.wsboot.spring.endpoint;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.wsboot.protocol.ProtocolLimits;
import io.wsboot.protocol.http.HttpFields;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.OnOpen;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.transport.HandshakeRequest;
import io.wsboot.transport.SessionCompression;
import io.wsboot.transport.SessionLimits;
import io.wsboot.transport.TransportListener;
import io.wsboot.transport.UpgradeDecision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Decisions on upgrade requests, and the answers to plain ones.
 */
class EndpointUpgradeHandlerTests {

	private final EndpointRegistry registry = Scans.scan(RoomEndpoint.class, LobbyEndpoint.class, RestEndpoint.class,
			NumberEndpoint.class, IdEndpoint.class, VersionedEndpoint.class);

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			# target                                   | opens
			/chat/lobby                                | lobby
			/chat/blue                                 | room blue
			/chat/blue?x=1                             | room blue
			/chat/%6Cobby                              | lobby
			/chat/Lobby                                | room Lobby
			/chat/%2e%2e                               | room ..
			/chat/a;b=c                                | room a
			/chat/a/b                                  | rest /a/b
			/chat/a/                                   | rest /a/
			/number/42                                 | number 42
			http://localhost:8090/chat/absolute        | room absolute
			""")
	void theMostSpecificPathIsTaken(String target, String opens) throws Exception {
		FakeSession session = new FakeSession();
		Scans.open(this.registry, target).onOpen(session);
		assertThat(session.sent).containsExactly("text:" + opens);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/Chat/lobby", "/number/x", "/number/", "/number/1/2", "//number/1", "/nothing" })
	void aPathThatNobodyServesAnswers404(String target) {
		assertThat(Scans.decide(this.registry, Requests.get(target)))
			.isEqualTo(UpgradeDecision.refuse(404, "There is no endpoint at this path."));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/chat/%ff", "/chat/%c3", "/chat/%C0%AF", "/chat/%ed%a0%80" })
	void aPathThatIsNoUtf8Answers400(String target) {
		assertThat(Scans.decide(this.registry, Requests.get(target)))
			.isEqualTo(UpgradeDecision.refuse(400, "The path must be percent-encoded UTF-8."));
	}

	@Test
	void aForeignOriginAnswers403() {
		assertThat(Scans.decide(this.registry, Requests.get("/chat/lobby", "Origin: https://evil.example")))
			.isEqualTo(UpgradeDecision.refuse(403, "Pages of this origin may not connect."));
	}

	@Test
	void theOriginIsJudgedByThePolicyThatIsGiven() {
		OriginPolicy policy = (request) -> request.fields().contains("X-Ours");
		EndpointUpgradeHandler handler = new EndpointUpgradeHandler(this.registry, policy, Scans.PLAIN);
		assertThat(decide(handler, Requests.get("/chat/lobby", "Origin: https://evil.example", "X-Ours: 1")))
			.isInstanceOf(UpgradeDecision.Accept.class);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { "'v1,v2', v2", "'v2', v2", "'v1', v1", "'v3,v1', v1", "'V2', -", "'v3', -" })
	void theSubprotocolIsTheEndpointsFavouriteAmongTheOffered(String offered, String chosen) {
		UpgradeDecision decision = Scans.decide(this.registry, Requests.offering("/versioned", offered.split(",")));
		assertThat(((UpgradeDecision.Accept) decision).subprotocol()).isEqualTo(chosen);
	}

	@Test
	void noSubprotocolIsChosenThatTheEndpointDoesNotName() {
		UpgradeDecision decision = Scans.decide(this.registry, Requests.offering("/chat/lobby", "v1"));
		assertThat(((UpgradeDecision.Accept) decision).subprotocol()).isNull();
	}

	@Test
	void theSessionRunsWithWhatTheRuntimeSays() {
		FakeRuntime runtime = new FakeRuntime();
		UpgradeDecision.Accept decision = (UpgradeDecision.Accept) decide(
				new EndpointUpgradeHandler(this.registry, OriginPolicy.sameHost(), runtime), Requests.get("/chat/x"));
		assertThat(decision.executor()).isSameAs(runtime);
		assertThat(decision.limits()).isSameAs(ProtocolLimits.DEFAULTS);
		assertThat(decision.compression()).isSameAs(SessionCompression.OFF);
		assertThat(decision.listener()).isSameAs(TransportListener.NONE);
		assertThat(runtime.asked).isEqualTo("roomEndpoint");
		assertThat(runtime.tasks).isEmpty();
	}

	@Test
	void valuesThatConvertersMakeAreMadeOnTheExecutor() {
		FakeRuntime runtime = new FakeRuntime();
		EndpointUpgradeHandler handler = new EndpointUpgradeHandler(this.registry, OriginPolicy.sameHost(), runtime);
		CompletableFuture<UpgradeDecision> good = handler
			.upgrade(Requests.get("/id/1b4e28ba-2fa1-11d2-883f-0016d3cca427?on=UP&on=DOWN"))
			.toCompletableFuture();
		CompletableFuture<UpgradeDecision> bad = handler
			.upgrade(Requests.get("/id/1b4e28ba-2fa1-11d2-883f-0016d3cca427?on=SIDEWAYS"))
			.toCompletableFuture();
		assertThat(good).isNotDone();
		assertThat(bad).isNotDone();
		runtime.tasks.forEach(Runnable::run);
		assertThat(good).isCompletedWithValueMatching(UpgradeDecision.Accept.class::isInstance);
		assertThat(bad).isCompletedWithValue(
				UpgradeDecision.refuse(400, "The value of the query parameter 'on' is not of the expected kind."));
	}

	@Test
	void anExecutorThatTakesNoMoreAnswers503() {
		FakeRuntime runtime = new FakeRuntime();
		runtime.full = true;
		EndpointUpgradeHandler handler = new EndpointUpgradeHandler(this.registry, OriginPolicy.sameHost(), runtime);
		assertThat(decide(handler, Requests.get("/id/1b4e28ba-2fa1-11d2-883f-0016d3cca427?on=UP")))
			.isEqualTo(UpgradeDecision.refuse(503, "The server is busy; try again later."));
	}

	@Test
	void aPlainRequestForAnEndpointIsToldToUpgrade() {
		EndpointUpgradeHandler handler = new EndpointUpgradeHandler(this.registry, OriginPolicy.sameHost(),
				Scans.PLAIN);
		assertThat(handler.exchange(Requests.get("/chat/lobby"))).isEqualTo(
				new UpgradeDecision.Refuse(426, "This is a WebSocket endpoint: the request must ask for an upgrade.",
						HttpFields.builder().add("Upgrade", "websocket").add("Sec-WebSocket-Version", "13").build()));
	}

	@ParameterizedTest
	@CsvSource({ "/nothing, 404", "/chat/%ff, 400" })
	void anyOtherPlainRequestIsRefused(String target, int status) {
		EndpointUpgradeHandler handler = new EndpointUpgradeHandler(this.registry, OriginPolicy.sameHost(),
				Scans.PLAIN);
		assertThat(handler.exchange(Requests.get(target)).status()).isEqualTo(status);
	}

	private static UpgradeDecision decide(EndpointUpgradeHandler handler, HandshakeRequest request) {
		return handler.upgrade(request).toCompletableFuture().join();
	}

	/** Collects tasks, or refuses them. */
	private static final class FakeRuntime implements EndpointRuntime, Executor {

		private final Deque<Runnable> tasks = new ArrayDeque<>();

		private boolean full;

		private String asked;

		@Override
		public void execute(Runnable task) {
			if (this.full) {
				throw new RejectedExecutionException();
			}
			this.tasks.add(task);
		}

		@Override
		public Executor executor(EndpointDefinition endpoint) {
			this.asked = endpoint.name();
			return this;
		}

		@Override
		public Executor streams(EndpointDefinition endpoint) {
			throw new AssertionError("No method reads a stream");
		}

		@Override
		public long maxWholeMessage() {
			return ProtocolLimits.DEFAULTS.maxMessageSize();
		}

		@Override
		public ProtocolLimits limits(EndpointDefinition endpoint) {
			return ProtocolLimits.DEFAULTS;
		}

		@Override
		public SessionLimits sessionLimits(EndpointDefinition endpoint) {
			return null;
		}

		@Override
		public SessionCompression compression(EndpointDefinition endpoint) {
			return SessionCompression.OFF;
		}

		@Override
		public TransportListener listener(EndpointDefinition endpoint) {
			return TransportListener.NONE;
		}

	}

	@WsEndpoint("/chat/{room}")
	static class RoomEndpoint {

		@OnOpen
		String open(@PathVariable String room) {
			return "room " + room;
		}

	}

	@WsEndpoint("/chat/lobby")
	static class LobbyEndpoint {

		@OnOpen
		String open() {
			return "lobby";
		}

	}

	@WsEndpoint("/chat/{*rest}")
	static class RestEndpoint {

		@OnOpen
		String open(@PathVariable String rest) {
			return "rest " + rest;
		}

	}

	@WsEndpoint("/number/{n:\\d{1,3}}")
	static class NumberEndpoint {

		@OnOpen
		String open(@PathVariable long n) {
			return "number " + n;
		}

	}

	enum Direction {

		UP, DOWN

	}

	@WsEndpoint("/id/{id}")
	static class IdEndpoint {

		@OnOpen
		void open(@PathVariable UUID id, @RequestParam Direction[] on) {
		}

	}

	@WsEndpoint(path = "/versioned", subprotocols = { "v2", "v1" })
	static class VersionedEndpoint {

		@OnMessage
		void text(String text) {
		}

	}

}
