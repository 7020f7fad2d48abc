package io.wsboot.spring.endpoint;

import java.util.List;

import io.wsboot.spring.annotation.Execution;
import io.wsboot.transport.WsHandler;

/**
 * An endpoint without annotations: a bean of this kind has a handler serve a path.
 *
 * <pre class="code">
 * &#64;Bean
 * WsEndpointRegistration ticker(TickerHandler handler) {
 *     return WsEndpointRegistration.of("/ticker", handler).withName("ticker");
 * }
 * </pre>
 *
 * @param path the path, as {@link io.wsboot.spring.annotation.WsEndpoint#path()}
 * @param handler serves all sessions
 * @param name the endpoint's name; that of the bean when it is empty
 * @param subprotocols what the handler speaks, most preferred first
 * @param execution where the callbacks run
 */
public record WsEndpointRegistration(String path, WsHandler handler, String name, List<String> subprotocols,
		Execution execution) {

	/**
	 * Has a handler serve a path, on the executor for handlers, under the bean's name.
	 * @param path the path
	 * @param handler serves all sessions
	 * @return the registration
	 */
	public static WsEndpointRegistration of(String path, WsHandler handler) {
		return new WsEndpointRegistration(path, handler, "", List.of(), Execution.EXECUTOR);
	}

	/**
	 * The same registration with a name.
	 * @param name under which properties and actuators know the endpoint
	 * @return a new registration
	 */
	public WsEndpointRegistration withName(String name) {
		return new WsEndpointRegistration(this.path, this.handler, name, this.subprotocols, this.execution);
	}

	/**
	 * The same registration with subprotocols.
	 * @param subprotocols names, most preferred first
	 * @return a new registration
	 */
	public WsEndpointRegistration withSubprotocols(String... subprotocols) {
		return new WsEndpointRegistration(this.path, this.handler, this.name, List.of(subprotocols), this.execution);
	}

	/**
	 * The same registration with callbacks that run elsewhere.
	 * @param execution where the callbacks run
	 * @return a new registration
	 */
	public WsEndpointRegistration withExecution(Execution execution) {
		return new WsEndpointRegistration(this.path, this.handler, this.name, this.subprotocols, execution);
	}

}
