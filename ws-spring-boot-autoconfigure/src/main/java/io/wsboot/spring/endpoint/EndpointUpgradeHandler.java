package io.wsboot.spring.endpoint;

import java.security.Principal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.wsboot.protocol.handshake.HandshakeException;
import io.wsboot.protocol.handshake.Subprotocols;
import io.wsboot.protocol.http.HttpFields;
import io.wsboot.spring.endpoint.HandshakeObserver.ObservedHandshake;
import io.wsboot.spring.messaging.SessionDirectory;
import io.wsboot.transport.CallbackScope;
import io.wsboot.transport.HandshakeRequest;
import io.wsboot.transport.HttpExchangeHandler;
import io.wsboot.transport.UpgradeDecision;
import io.wsboot.transport.UpgradeHandler;
import io.wsboot.transport.WsHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;

/**
 * Finds the endpoint for a request by its path, and decides whether a session opens: 400
 * for a path or value that is not well-formed, 404 for a path that nobody serves, 403 for
 * a foreign origin, 503 when the endpoint's executor takes no more. A plain request for
 * an endpoint's path is told to upgrade (426). Thread-safe.
 */
public final class EndpointUpgradeHandler implements UpgradeHandler, HttpExchangeHandler {

	private static final HttpFields UPGRADE_FIELDS = HttpFields.builder()
		.add("Upgrade", "websocket")
		.add("Sec-WebSocket-Version", "13")
		.build();

	private final EndpointRegistry registry;

	private final OriginPolicy originPolicy;

	private final EndpointRuntime runtime;

	private final WsInterceptors interceptors;

	private final SessionDirectory sessions;

	private final OriginLog originLog = new OriginLog(System::nanoTime);

	/**
	 * Serves endpoints.
	 * @param registry the endpoints
	 * @param originPolicy judges where a browser's page comes from
	 * @param runtime what sessions run with
	 */
	public EndpointUpgradeHandler(EndpointRegistry registry, OriginPolicy originPolicy, EndpointRuntime runtime) {
		this(registry, originPolicy, runtime, WsInterceptors.NONE, new SessionDirectory());
	}

	/**
	 * Serves endpoints behind interceptors.
	 * @param registry the endpoints
	 * @param originPolicy judges where a browser's page comes from
	 * @param runtime what sessions run with
	 * @param interceptors what handshakes and messages pass
	 * @param sessions is told of endpoints and of sessions that open
	 */
	public EndpointUpgradeHandler(EndpointRegistry registry, OriginPolicy originPolicy, EndpointRuntime runtime,
			WsInterceptors interceptors, SessionDirectory sessions) {
		this.interceptors = interceptors;
		this.registry = registry;
		this.originPolicy = originPolicy;
		this.runtime = runtime;
		this.sessions = sessions;
		registry.endpoints().forEach((endpoint) -> sessions.addEndpoint(endpoint.name(), endpoint.path()));
	}

	@Override
	public CompletionStage<UpgradeDecision> upgrade(HandshakeRequest request) {
		EndpointRegistry.Match match;
		try {
			match = match(request);
		}
		catch (HandshakeException ex) {
			UpgradeDecision refusal = refuse(ex);
			this.runtime.handshakes().begin(request, null).decided(refusal, null);
			return CompletableFuture.completedFuture(refusal);
		}
		ObservedHandshake observed = this.runtime.handshakes().begin(request, match.endpoint().path());
		CompletionStage<UpgradeDecision> decision = decide(request, match, observed);
		decision.whenComplete(observed::decided);
		return decision;
	}

	private CompletionStage<UpgradeDecision> decide(HandshakeRequest request, EndpointRegistry.Match match,
			ObservedHandshake observed) {
		try {
			requireOrigin(request, match.endpoint());
			return decideWhereItMayBlock(request, match, observed);
		}
		catch (HandshakeException ex) {
			return CompletableFuture.completedFuture(refuse(ex));
		}
		catch (Throwable failure) {
			return CompletableFuture.failedFuture(failure);
		}
	}

	@Override
	public UpgradeDecision.Refuse exchange(HandshakeRequest request) {
		try {
			match(request);
			return new UpgradeDecision.Refuse(426, "This is a WebSocket endpoint: the request must ask for an upgrade.",
					UPGRADE_FIELDS);
		}
		catch (HandshakeException ex) {
			return refuse(ex);
		}
	}

	private EndpointRegistry.Match match(HandshakeRequest request) throws HandshakeException {
		if (!PercentEncoding.isWellFormed(request.path())) {
			throw new HandshakeException(400, "The path must be percent-encoded UTF-8.");
		}
		EndpointRegistry.Match match = this.registry.match(PathContainer.parsePath(request.path()));
		if (match == null) {
			throw new HandshakeException(404, "There is no endpoint at this path.");
		}
		return match;
	}

	private void requireOrigin(HandshakeRequest request, EndpointDefinition endpoint) throws HandshakeException {
		OriginPolicy own = this.runtime.originPolicy(endpoint);
		OriginPolicy policy = (own != null) ? own : this.originPolicy;
		if (!policy.allows(request)) {
			this.originLog.refused(request, endpoint, policy, (own != null)
					? "ws.endpoints." + endpoint.name() + ".allowed-origins" : "ws.server.allowed-origins");
			throw new HandshakeException(403, "Pages of this origin may not connect.");
		}
	}

	/**
	 * Interceptors are asked, and values that the application's converters make are made,
	 * where callbacks may block.
	 */
	private CompletionStage<UpgradeDecision> decideWhereItMayBlock(HandshakeRequest request,
			EndpointRegistry.Match match, ObservedHandshake observed) throws HandshakeException {
		Executor executor = this.runtime.executor(match.endpoint());
		boolean intercepted = !this.interceptors.handshake().isEmpty();
		Executor decider = intercepted ? this.runtime.handshakeExecutor(match.endpoint()) : executor;
		if (decider == null || !(intercepted || match.endpoint().values().mayBlock())) {
			return CompletableFuture.completedFuture(observed.within(() -> accept(request, match, executor)));
		}
		try {
			return CompletableFuture.supplyAsync(() -> observed.within(() -> accept(request, match, executor)),
					decider);
		}
		catch (RejectedExecutionException ex) {
			throw new HandshakeException(503, "The server is busy; try again later.");
		}
	}

	private UpgradeDecision accept(HandshakeRequest request, EndpointRegistry.Match match,
			@Nullable Executor executor) {
		EndpointDefinition endpoint = match.endpoint();
		try {
			WsHandshake handshake = new WsHandshake(request, endpoint, match.variables());
			this.interceptors.beforeUpgrade(handshake);
			Principal principal = handshake.principal();
			@Nullable Object[] values = endpoint.values().resolve(new HandshakeInput(request, match.variables(), principal));
			String user = (principal != null) ? principal.getName() : null;
			String subprotocol = Subprotocols.choose(request.subprotocols(), endpoint.subprotocols());
			CallbackScope scope = this.runtime.scopes().scope(handshake);
			WsHandler handler = this.interceptors.around(endpoint.handler(subprotocol, values, request, this.runtime),
					handshake.attributes());
			return UpgradeDecision.accept(this.runtime.handlers().observe(handler, endpoint.path()))
				.withScope(scope)
				.withSubprotocol(subprotocol)
				.withUser(user)
				.withOpened((session) -> this.sessions.add(session, endpoint.name(), user))
				.withExecutor(endpoint.isMixed() ? null : executor)
				.withLimits(this.runtime.limits(endpoint))
				.withSessionLimits(this.runtime.sessionLimits(endpoint))
				.withOutbound(this.runtime.outbound(endpoint))
				.withCompression(this.runtime.compression(endpoint))
				.withListener(this.runtime.listener(endpoint));
		}
		catch (HandshakeException ex) {
			return refuse(ex);
		}
		finally {
			this.runtime.scopes().handshakeEnds();
		}
	}

	private static UpgradeDecision.Refuse refuse(HandshakeException ex) {
		return new UpgradeDecision.Refuse(ex.status(), ex.getMessage(), ex.fields());
	}

}
