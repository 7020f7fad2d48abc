package io.wsboot.spring.endpoint;

import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.spring.TestPeer;
import io.wsboot.spring.annotation.Attribute;
import io.wsboot.spring.annotation.OnClose;
import io.wsboot.spring.annotation.OnError;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.OnOpen;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.transport.HandshakeRequest;
import io.wsboot.transport.WsSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * What the methods of an endpoint may take, from a real socket.
 */
class ArgumentTests {

	private EndpointServer server;

	@BeforeEach
	void start() throws Exception {
		this.server = new EndpointServer(CookieEndpoint.class, MapEndpoint.class, RequestEndpoint.class,
				NobodyEndpoint.class, AttributeEndpoint.class, ResolverEndpoint.class, SecondResolver.class,
				FirstResolver.class);
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void cookiesOfTheHandshakeAreArguments() throws Exception {
		try (TestPeer peer = connect("/cookies", "Cookie", "theme=dark; visits=\"7\"; theme=light")) {
			peer.expect("text:dark 7 fallback empty");
			peer.sendText("again").expect("text:again dark");
		}
	}

	@Test
	void allValuesOfAKindMayBeTakenAtOnce() throws Exception {
		try (TestPeer peer = connect("/maps/blue/7?tag=a&tag=b&x=1", "X-Trace", "t-1")) {
			peer.expect("text:blue 7 {tag=a, x=1} [a, b] t-1 t-1 t-1");
		}
	}

	@Test
	void theRequestIsAnArgumentOfEveryCallback() throws Exception {
		try (TestPeer peer = connect("/request/1?x=2")) {
			peer.expect("text:/request/1");
			peer.sendText("query").expect("text:x=2");
		}
	}

	@Test
	void withoutAuthenticationThePrincipalIsAbsent() throws Exception {
		try (TestPeer peer = connect("/nobody")) {
			peer.sendText("who").expect("text:who: null, Optional.empty");
		}
	}

	@Test
	void attributesAreLookedUpForEachCallAndConverted() throws Exception {
		try (TestPeer peer = connect("/attributes")) {
			peer.sendText("one").expect("text:one 1 7 Optional[1] null");
			peer.sendText("two").expect("text:two 2 7 Optional[2] null");
		}
	}

	@Test
	void anAttributeThatIsMissingIsAFailureOfTheCall() throws Exception {
		try (TestPeer peer = connect("/attributes")) {
			peer.sendBinary(1)
				.expect("text:The session has no attribute 'absent'. Put it into WsSession.attributes() before, or"
						+ " take it as @Attribute(required = false).");
		}
	}

	@Test
	void resolversSupplyArgumentsOfTheApplicationsOwn() throws Exception {
		try (TestPeer peer = connect("/resolved")) {
			peer.sendText("abc").expect("text:abc counted 3");
			peer.sendText("").expect("text:nothing to count");
		}
	}

	private TestPeer connect(String target, String... headers) throws Exception {
		return TestPeer.connect(this.server.port(), target, headers);
	}

	@WsEndpoint("/cookies")
	static class CookieEndpoint {

		@OnOpen
		String open(@CookieValue String theme, @CookieValue("visits") int count,
				@CookieValue(defaultValue = "fallback") String locale,
				@CookieValue(name = "none") Optional<String> absent) {
			return theme + " " + count + " " + locale + " " + absent.orElse("empty");
		}

		@OnMessage
		String text(CharSequence text, @CookieValue String theme) {
			return text + " " + theme;
		}

	}

	@WsEndpoint("/maps/{room}/{seat}")
	static class MapEndpoint {

		@OnOpen
		String open(@PathVariable Map<String, String> variables, @RequestParam Map<String, String> query,
				@RequestParam MultiValueMap<String, String> all, @RequestHeader Map<String, String> first,
				@RequestHeader MultiValueMap<String, String> every, @RequestHeader HttpHeaders headers) {
			return variables.get("room") + " " + variables.get("seat") + " " + query + " " + all.get("tag") + " "
					+ first.get("x-trace") + " " + every.getFirst("x-trace") + " " + headers.getFirst("x-trace");
		}

	}

	@WsEndpoint("/request/{number}")
	static class RequestEndpoint {

		@OnOpen
		String open(HandshakeRequest request) {
			return request.path();
		}

		@OnMessage
		String text(HandshakeRequest request, String text) {
			return request.query();
		}

		@OnClose
		void close(HandshakeRequest request, CloseStatus status) {
		}

	}

	@WsEndpoint("/nobody")
	static class NobodyEndpoint {

		@OnMessage
		String text(String text, Principal principal, Optional<Principal> perhaps) {
			return text + ": " + principal + ", " + perhaps;
		}

	}

	@WsEndpoint("/attributes")
	static class AttributeEndpoint {

		private final List<String> weights = List.of("7");

		@OnOpen
		void open(WsSession session) {
			session.attributes().put("calls", new int[1]);
			session.attributes().put("weight", this.weights.get(0));
			session.attributes().put("count", 0);
		}

		@OnMessage
		String text(WsSession session, String text, @Attribute int[] calls, @Attribute("weight") long weight,
				@Attribute(name = "none", required = false) String none) {
			session.attributes().put("count", ++calls[0]);
			return text + " " + calls[0] + " " + weight + " " + count(session) + " " + none;
		}

		private Optional<Object> count(WsSession session) {
			return Optional.of(session.attributes().get("count"));
		}

		@OnMessage
		void binary(byte[] bytes, @Attribute String absent) {
		}

		@OnError
		String error(IllegalStateException ex) {
			return ex.getMessage();
		}

	}

	record Count(int length) {

	}

	@WsEndpoint("/resolved")
	static class ResolverEndpoint {

		@OnMessage
		String text(String text, Count count) {
			return text + " counted " + count.length();
		}

		@OnError
		String error(IllegalArgumentException ex) {
			return ex.getMessage();
		}

	}

	@Order(1)
	static class FirstResolver implements WsArgumentResolver {

		@Override
		public boolean supportsParameter(MethodParameter parameter) {
			return parameter.getParameterType() == Count.class;
		}

		@Override
		public Object resolveArgument(MethodParameter parameter, WsSession session, Object subject) {
			if (((String) subject).isEmpty()) {
				throw new IllegalArgumentException("nothing to count");
			}
			return new Count(((String) subject).length());
		}

	}

	@Order(2)
	static class SecondResolver implements WsArgumentResolver {

		@Override
		public boolean supportsParameter(MethodParameter parameter) {
			return parameter.getParameterType() == Count.class;
		}

		@Override
		public Object resolveArgument(MethodParameter parameter, WsSession session, Object subject) {
			throw new AssertionError("the first resolver wins");
		}

	}

}
