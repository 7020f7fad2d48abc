package io.wsboot.sample;

import io.wsboot.sample.ChatEvent.Line;
import io.wsboot.sample.ChatEvent.Presence;
import io.wsboot.sample.ChatMessage.Join;
import io.wsboot.sample.ChatMessage.Say;
import io.wsboot.spring.annotation.Attribute;
import io.wsboot.spring.annotation.OnClose;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.PublishTo;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.spring.messaging.WsMessaging;
import io.wsboot.spring.messaging.WsTopics;
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
		boolean isNew = session.attributes().put(NAME, join.name()) == null;
		if (isNew) {
			session.join(ROOMS + room);
			announcePresence(room);
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
	 * Counting and telling are one step, so that the last count that anybody hears is the
	 * newest one.
	 */
	private synchronized void announcePresence(String room) {
		String topic = ROOMS + room;
		this.messaging.toTopic(topic).send(new Presence(this.topics.count(topic)));
	}

}
