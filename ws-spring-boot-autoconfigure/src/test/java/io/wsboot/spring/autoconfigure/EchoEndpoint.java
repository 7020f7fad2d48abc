package io.wsboot.spring.autoconfigure;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.spring.annotation.OnClose;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.OnOpen;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.transport.WsSession;

/**
 * Returns every text message, and remembers who called it.
 */
@WsEndpoint("/echo")
class EchoEndpoint {

	final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

	final Queue<CloseStatus> closes = new ConcurrentLinkedQueue<>();

	@OnOpen
	void open(WsSession session) {
		session.join("everybody");
	}

	@OnMessage
	String message(String text) {
		this.threads.add(Thread.currentThread());
		return text;
	}

	@OnClose
	void close(CloseStatus status) {
		this.closes.add(status);
	}

}
