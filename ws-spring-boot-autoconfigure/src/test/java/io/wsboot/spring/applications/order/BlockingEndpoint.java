package io.wsboot.spring.applications.order;

import io.wsboot.spring.annotation.OnClose;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.OnOpen;
import io.wsboot.spring.annotation.WsEndpoint;

import org.springframework.web.bind.annotation.PathVariable;

/**
 * Answers each number when its work is done.
 */
@WsEndpoint("/blocking/{client}")
class BlockingEndpoint {

	private final SessionLogs logs;

	BlockingEndpoint(SessionLogs logs) {
		this.logs = logs;
	}

	@OnOpen
	void open(@PathVariable int client) {
		this.logs.of(client).opened();
	}

	@OnMessage
	String number(String number, @PathVariable int client) {
		SessionLog log = this.logs.of(client);
		log.received(Integer.parseInt(number));
		log.work();
		log.answered();
		return number;
	}

	@OnClose
	void close(@PathVariable int client) {
		this.logs.of(client).closed();
	}

}
