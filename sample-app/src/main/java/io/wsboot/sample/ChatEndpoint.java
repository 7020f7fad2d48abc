package io.wsboot.sample;

import java.util.ArrayList;
import java.util.List;

import io.wsboot.sample.ChatEvent.Line;
import io.wsboot.sample.ChatEvent.Presence;
import io.wsboot.sample.ChatMessage.Join;
import io.wsboot.sample.ChatMessage.Say;
import io.wsboot.sample.ChatMessage.Typing;
import io.wsboot.spring.annotation.Attribute;
import io.wsboot.spring.annotation.OnClose;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.PublishTo;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.spring.messaging.WsMessaging;
import io.wsboot.spring.messaging.WsTopics;
import io.wsboot.transport.Delivery;
import io.wsboot.transport.WsSession;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.PathVariable;

/**
 * Rooms to chat in. Each kind of {@link ChatMessage} has a method of its own, and what
 * none of them accepts is answered by {@link ChatFailures}. A room is a topic, and who is
 * in it are the topic's members, so nothing about rooms is kept here.
 */
@WsEndpoint(path = "/chat/{room}", name = "chat")
final class ChatEndpoint {

	private static final String ROOMS = "chat:";

	private static final String NAME = "name";

	private final WsMessaging messaging;

	private final WsTopics topics;

	ChatEndpoint(WsMessaging messaging, WsTopics topics) {
		this.messaging = messaging;
		this.topics = topics;
	}

	@OnMessage
	void join(@Valid Join join, WsSession session, @PathVariable String room) throws RefusedException {
		ChatRules.checkRoom(room);
		session.attributes().put(NAME, join.name());
		session.join(ROOMS + room);
		announcePresence(room);
	}

	/** Nobody misses it: a visitor who reads too slowly is not sent it at all. */
	@OnMessage
	void typing(Typing typing, WsSession session, @Attribute(NAME) @Nullable String name, @PathVariable String room) {
		if (name != null) {
			this.messaging.toTopic(ROOMS + room)
				.except(session)
				.delivery(Delivery.droppable())
				.send(new ChatEvent.Typing(name));
		}
	}

	@OnMessage
	@PublishTo(ROOMS + "{room}")
	Line say(@Valid Say say, @Attribute(NAME) @Nullable String name) throws RefusedException {
		if (name == null) {
			throw new RefusedException(NAME, "Nobody speaks here without a name: join first.");
		}
		return new Line(name, say.text(), System.currentTimeMillis());
	}

	@OnClose
	void close(@Attribute(NAME) @Nullable String name, @PathVariable String room) {
		if (name != null) {
			announcePresence(room);
		}
	}

	/**
	 * Looking and telling are one step, so that the last list that anybody hears is the
	 * newest one. A visitor who reads too slowly only needs that.
	 */
	private synchronized void announcePresence(String room) {
		String topic = ROOMS + room;
		List<String> names = new ArrayList<>();
		this.topics.forEach(topic, (member) -> names.add(String.valueOf(member.attributes().get(NAME))));
		names.sort(String.CASE_INSENSITIVE_ORDER);
		this.messaging.toTopic(topic).delivery(Delivery.conflate("presence")).send(new Presence(names));
	}

}
