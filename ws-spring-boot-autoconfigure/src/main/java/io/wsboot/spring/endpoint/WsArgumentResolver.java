package io.wsboot.spring.endpoint;

import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;

/**
 * Supplies parameters of an application's own making to the methods of endpoints. Beans
 * of this kind are asked in their order, before a parameter is taken for the payload but
 * after the annotations that are known anyway. Thread-safe.
 *
 * <pre class="code">
 * &#64;Component
 * class PlayerResolver implements WsArgumentResolver {
 *
 *     &#64;Override
 *     public boolean supportsParameter(MethodParameter parameter) {
 *         return parameter.getParameterType() == Player.class;
 *     }
 *
 *     &#64;Override
 *     public Object resolveArgument(MethodParameter parameter, WsSession session, Object subject) {
 *         return Player.of(session);
 *     }
 *
 * }
 * </pre>
 */
public interface WsArgumentResolver {

	/**
	 * Whether this resolver supplies a parameter; asked once for each, when the
	 * application starts.
	 * @param parameter the parameter, as the class of the endpoint sees it
	 * @return {@code true} if {@link #resolveArgument} is to be called for it
	 */
	boolean supportsParameter(MethodParameter parameter);

	/**
	 * Supplies the value for one call, where the callback runs.
	 * @param parameter the parameter
	 * @param session the session
	 * @param subject what the callback is about: the request when the session opens, the
	 * payload of a message as the method takes it, the close status, the exception;
	 * {@code null} if no parameter takes the payload
	 * @return the value, of the parameter's type
	 * @throws Exception fails the callback, as if its method had thrown it
	 */
	@Nullable Object resolveArgument(MethodParameter parameter, WsSession session, @Nullable Object subject) throws Exception;

}
