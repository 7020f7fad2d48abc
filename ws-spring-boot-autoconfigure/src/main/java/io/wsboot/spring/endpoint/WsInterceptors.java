package io.wsboot.spring.endpoint;

import java.util.List;
import java.util.Map;

import io.wsboot.protocol.handshake.HandshakeException;
import io.wsboot.spring.messaging.WsInboundInterceptor;
import io.wsboot.spring.messaging.WsOutboundInterceptor;
import io.wsboot.transport.WsHandler;

/**
 * The interceptors of an application, each kind in the order in which it is asked.
 *
 * @param handshake judge opening handshakes
 * @param inbound see messages that arrive
 * @param outbound see messages that leave
 */
public record WsInterceptors(List<WsHandshakeInterceptor> handshake, List<WsInboundInterceptor> inbound,
		List<WsOutboundInterceptor> outbound) {

	/** There are none. */
	public static final WsInterceptors NONE = new WsInterceptors(List.of(), List.of(), List.of());

	void beforeUpgrade(WsHandshake handshake) throws HandshakeException {
		for (WsHandshakeInterceptor interceptor : this.handshake) {
			interceptor.beforeUpgrade(handshake);
		}
	}

	/** The handler itself, if there is nothing to be done around it. */
	WsHandler around(WsHandler handler, Map<String, Object> attributes) {
		boolean nothing = attributes.isEmpty() && this.inbound.isEmpty() && this.outbound.isEmpty();
		return nothing ? handler : new InterceptedHandler(handler, this, attributes);
	}

}
