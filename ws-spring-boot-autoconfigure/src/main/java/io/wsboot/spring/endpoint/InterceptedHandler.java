package io.wsboot.spring.endpoint;

import java.nio.ByteBuffer;
import java.util.Map;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.spring.messaging.WsInboundInterceptor;
import io.wsboot.spring.messaging.WsMessage;
import io.wsboot.transport.WsHandler;
import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * The callbacks of one session behind the interceptors, with the attributes that the
 * handshake brought.
 */
final class InterceptedHandler implements WsHandler {

	private final WsHandler handler;

	private final WsInterceptors interceptors;

	/** Until the session has opened. */
	private @Nullable Map<String, Object> attributes;

	/** The session as the handler sees it; {@code null} before it opens. */
	private @Nullable WsSession seen;

	InterceptedHandler(WsHandler handler, WsInterceptors interceptors, Map<String, Object> attributes) {
		this.handler = handler;
		this.interceptors = interceptors;
		this.attributes = attributes;
	}

	private WsSession seen(WsSession session) {
		WsSession seen = this.seen;
		if (seen == null) {
			seen = this.interceptors.outbound().isEmpty() ? session
					: new InterceptedSession(session, this.interceptors.outbound());
			this.seen = seen;
		}
		return seen;
	}

	@Override
	public void onOpen(WsSession session) throws Exception {
		if (this.attributes != null) {
			session.attributes().putAll(this.attributes);
			this.attributes = null;
		}
		this.handler.onOpen(seen(session));
	}

	@Override
	public void onTextBytes(WsSession session, ByteBuffer utf8, boolean ascii) throws Exception {
		if (this.interceptors.inbound().isEmpty()) {
			this.handler.onTextBytes(seen(session), utf8, ascii);
			return;
		}
		WsMessage arrived = WsMessage.text(utf8);
		WsMessage message = intercept(session, arrived);
		if (message == arrived) {
			this.handler.onTextBytes(seen(session), utf8, ascii);
		}
		else {
			pass(session, message);
		}
	}

	@Override
	public void onBinary(WsSession session, ByteBuffer data) throws Exception {
		if (this.interceptors.inbound().isEmpty()) {
			this.handler.onBinary(seen(session), data);
			return;
		}
		WsMessage arrived = WsMessage.binary(data);
		WsMessage message = intercept(session, arrived);
		if (message == arrived) {
			this.handler.onBinary(seen(session), data);
		}
		else {
			pass(session, message);
		}
	}

	private @Nullable WsMessage intercept(WsSession session, WsMessage arrived) {
		WsMessage message = arrived;
		for (WsInboundInterceptor interceptor : this.interceptors.inbound()) {
			message = received(interceptor, seen(session), message);
			if (message == null) {
				return null;
			}
		}
		return message;
	}

	/** A handler without annotations leaves failures to the transport. */
	private @Nullable WsMessage received(WsInboundInterceptor interceptor, WsSession seen, WsMessage message) {
		try {
			return interceptor.received(seen, message);
		}
		catch (Throwable ex) {
			if (!(this.handler instanceof EndpointHandler endpoint)) {
				throw ex;
			}
			endpoint.notReceived(ex, ClassUtils.getShortName(interceptor.getClass()), seen);
			return null;
		}
	}

	private void pass(WsSession session, @Nullable WsMessage message) throws Exception {
		if (message == null) {
			return;
		}
		if (message.isText()) {
			this.handler.onTextBytes(seen(session), message.bytes(), false);
		}
		else {
			this.handler.onBinary(seen(session), message.bytes());
		}
	}

	@Override
	public boolean wantsChunks() {
		return this.handler.wantsChunks();
	}

	@Override
	public void onChunk(WsSession session, boolean text, ByteBuffer bytes, boolean last) throws Exception {
		this.handler.onChunk(seen(session), text, bytes, last);
	}

	@Override
	public boolean wantsControlFrames() {
		return this.handler.wantsControlFrames();
	}

	@Override
	public void onPing(WsSession session, ByteBuffer payload) throws Exception {
		this.handler.onPing(seen(session), payload);
	}

	@Override
	public void onPong(WsSession session, ByteBuffer payload) throws Exception {
		this.handler.onPong(seen(session), payload);
	}

	@Override
	public void onClose(WsSession session, CloseStatus status) throws Exception {
		this.handler.onClose(seen(session), status);
	}

}
