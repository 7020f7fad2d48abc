package io.wsboot.spring.applications.order;

import java.nio.charset.StandardCharsets;

import io.wsboot.spring.annotation.Execution;
import io.wsboot.spring.annotation.OnClose;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.OnOpen;
import io.wsboot.spring.annotation.WsEndpoint;

import org.springframework.web.bind.annotation.PathVariable;

/**
 * Answers numbers in text at once, on the event loop, and works on those in binary.
 */
@WsEndpoint("/mixed/{client}")
class MixedEndpoint {

	private final SessionLogs logs;

	MixedEndpoint(SessionLogs logs) {
		this.logs = logs;
	}

	@OnOpen
	void open(@PathVariable int client) {
		this.logs.of(client).opened();
	}

	@OnMessage(execution = Execution.EVENT_LOOP)
	String quick(String number, @PathVariable int client) {
		SessionLog log = this.logs.of(client);
		log.received(Integer.parseInt(number));
		log.answered();
		return number;
	}

	@OnMessage
	String slow(byte[] number, @PathVariable int client) {
		String text = new String(number, StandardCharsets.US_ASCII);
		SessionLog log = this.logs.of(client);
		log.received(Integer.parseInt(text));
		log.work();
		log.answered();
		return text;
	}

	@OnClose
	void close(@PathVariable int client) {
		this.logs.of(client).closed();
	}

}
