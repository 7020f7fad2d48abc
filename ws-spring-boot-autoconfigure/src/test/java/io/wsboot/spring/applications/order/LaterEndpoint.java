package io.wsboot.spring.applications.order;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.wsboot.spring.annotation.OnClose;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.OnOpen;
import io.wsboot.spring.annotation.WsEndpoint;
import jakarta.annotation.PreDestroy;

import org.springframework.web.bind.annotation.PathVariable;

/**
 * Has threads of its own do the work. A callback is through when the answer is there, not
 * when the method has returned.
 */
@WsEndpoint("/later/{client}")
class LaterEndpoint {

	private final ExecutorService workers = Executors.newFixedThreadPool(8);

	private final SessionLogs logs;

	LaterEndpoint(SessionLogs logs) {
		this.logs = logs;
	}

	@OnOpen
	void open(@PathVariable int client) {
		this.logs.of(client).opened();
	}

	@OnMessage
	CompletionStage<String> number(String number, @PathVariable int client) {
		SessionLog log = this.logs.of(client);
		log.received(Integer.parseInt(number));
		return CompletableFuture.supplyAsync(() -> {
			log.work();
			log.answered();
			return number;
		}, this.workers);
	}

	@OnClose
	void close(@PathVariable int client) {
		this.logs.of(client).closed();
	}

	@PreDestroy
	void stop() {
		this.workers.shutdownNow();
	}

}
