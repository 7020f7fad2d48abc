package io.wsboot.spring.endpoint;

import java.util.List;

import io.wsboot.spring.annotation.Execution;
import io.wsboot.transport.HandshakeRequest;
import io.wsboot.transport.SlowConsumer;
import io.wsboot.transport.WsHandler;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint that has been checked and is ready to serve. Immutable.
 */
public final class EndpointDefinition {

	private final EndpointSource source;

	private final String name;

	private final PathTemplate template;

	private final SessionHandlers handlers;

	private final SessionValues values;

	private final LoopWatch loopWatch;

	EndpointDefinition(EndpointSource source, String name, PathTemplate template, SessionHandlers handlers,
			SessionValues values, LoopSampler sampler) {
		this.source = source;
		this.name = name;
		this.template = template;
		this.handlers = handlers;
		this.values = values;
		this.loopWatch = new LoopWatch(path(), sampler, System::nanoTime);
	}

	/**
	 * The name under which properties and actuators know the endpoint.
	 * @return the annotation's name, else the bean's
	 */
	public String name() {
		return this.name;
	}

	/**
	 * The bean that serves.
	 * @return its name
	 */
	public String beanName() {
		return this.source.name();
	}

	/**
	 * The class of the bean, as the user wrote it; for a {@link WsEndpointRegistration}
	 * that of its handler.
	 * @return the class, never that of a proxy
	 */
	public Class<?> type() {
		return this.source.type();
	}

	/**
	 * The path.
	 * @return the pattern with its variables, beginning with a slash
	 */
	public String path() {
		return this.template.pattern().getPatternString();
	}

	/**
	 * The subprotocols that the endpoint speaks.
	 * @return names, most preferred first; may be empty
	 */
	public List<String> subprotocols() {
		return this.source.subprotocols();
	}

	/**
	 * Where the callbacks run.
	 * @return {@link Execution#EVENT_LOOP} if all of them run there, else
	 * {@link Execution#EXECUTOR}
	 */
	public Execution execution() {
		return (this.handlers.threads() == CallbackThreads.LOOP) ? Execution.EVENT_LOOP : Execution.EXECUTOR;
	}

	/**
	 * Whether some callbacks run on the event loop and some on the executor. The session
	 * then lives on the loop.
	 */
	boolean isMixed() {
		return this.handlers.threads() == CallbackThreads.BOTH;
	}

	/**
	 * What happens when a peer reads too slowly.
	 * @return the policy of the annotation, {@code null} if it has none
	 */
	public @Nullable SlowConsumer slowConsumer() {
		return (this.source instanceof EndpointBean bean) ? bean.annotation().slowConsumer().policy() : null;
	}

	/**
	 * Whether messages of one session are handled at the same time.
	 * @return {@code false} if callbacks of a session never overlap
	 */
	public boolean isConcurrent() {
		return this.source instanceof EndpointBean bean && bean.annotation().concurrent();
	}

	/**
	 * Whether messages are read while they arrive, so that their length has no bound.
	 * @return {@code true} if a method takes a stream
	 */
	public boolean takesChunks() {
		return this.handlers.takeChunks();
	}

	/**
	 * Whether the application is called when a session opens or ends.
	 * @return {@code false} if there are methods for messages only
	 */
	public boolean hearsEnds() {
		return this.handlers.hearEnds();
	}

	LoopWatch loopWatch() {
		return this.loopWatch;
	}

	PathTemplate template() {
		return this.template;
	}

	WsHandler handler(@Nullable String subprotocol, @Nullable Object[] values, HandshakeRequest request,
			EndpointRuntime runtime) {
		return this.handlers.handler(this, subprotocol, values, request, runtime);
	}

	SessionValues values() {
		return this.values;
	}

	@Override
	public String toString() {
		return this.name + " at " + path();
	}

}
