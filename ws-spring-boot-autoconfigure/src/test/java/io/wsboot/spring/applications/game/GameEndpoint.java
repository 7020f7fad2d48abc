package io.wsboot.spring.applications.game;

import java.util.List;
import java.util.concurrent.CompletionStage;

import io.wsboot.spring.annotation.Attribute;
import io.wsboot.spring.annotation.OnClose;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.OnOpen;
import io.wsboot.spring.annotation.PublishTo;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.transport.WsSession;
import jakarta.validation.Valid;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * A table: two play, whoever comes later watches.
 */
@WsEndpoint("/tables/{table}")
class GameEndpoint {

	private static final String TOPIC = "table:{table}";

	private final Tables tables;

	GameEndpoint(Tables tables) {
		this.tables = tables;
	}

	@OnOpen
	@PublishTo(TOPIC)
	Event open(WsSession session, @PathVariable String table, @RequestParam String player) {
		this.tables.of(table).join(player);
		session.attributes().put("player", player);
		session.join("table:" + table);
		return new Event.Joined(player);
	}

	@OnMessage
	@PublishTo(TOPIC)
	List<Event> mark(@Valid Command.Mark mark, @PathVariable String table, @Attribute String player) {
		Event marked = new Event.Marked(player, mark.square());
		boolean wins = this.tables.of(table).mark(player, mark.square());
		return wins ? List.of(marked, new Event.Won(player)) : List.of(marked);
	}

	@OnMessage
	@PublishTo(TOPIC)
	Event say(@Valid Command.Say said, @Attribute String player) {
		return new Event.Said(player, said.text());
	}

	@OnMessage
	CompletionStage<Event> advise(Command.Advise advise, @PathVariable String table) {
		return this.tables.advise(table).thenApply(Event.Advised::new);
	}

	@OnClose
	@PublishTo(TOPIC)
	Event close(@PathVariable String table, @Attribute String player) {
		this.tables.leave(table, player);
		return new Event.Left(player);
	}

}
