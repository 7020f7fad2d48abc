package io.wsboot.sample;

import io.wsboot.protocol.CloseCode;
import io.wsboot.protocol.CloseStatus;
import io.wsboot.sample.ChatEvent.Line;
import io.wsboot.sample.ChatEvent.Presence;
import io.wsboot.sample.ChatEvent.Problem;
import io.wsboot.spring.annotation.OnClose;
import io.wsboot.spring.annotation.OnError;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.OnOpen;
import io.wsboot.spring.annotation.PublishTo;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.spring.endpoint.PayloadNotDecodableException;
import io.wsboot.spring.messaging.WsMessaging;
import io.wsboot.spring.messaging.WsTopics;
import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Rooms to chat in. A room is a topic, and who is in it are the topic's members, so
 * nothing about rooms is kept here.
 */
@WsEndpoint(path = "/chat/{room}", name = "chat")
final class ChatEndpoint {

	private static final String ROOMS = "chat:";

	private static final String NAME = "name";

	private static final CloseStatus VISITOR_REFUSED = CloseStatus.of(CloseCode.POLICY_VIOLATION, "visitor-refused");

	private final WsMessaging messaging;

	private final WsTopics topics;

	private final JsonMapper json;

	ChatEndpoint(WsMessaging messaging, WsTopics topics, JsonMapper json) {
		this.messaging = messaging;
		this.topics = topics;
		this.json = json;
	}

	@OnOpen
	void open(WsSession session, @PathVariable String room, @RequestParam(defaultValue = "") String name) {
		try {
			ChatRules.checkRoom(room);
			session.attributes().put(NAME, ChatRules.name(name));
		}
		catch (RefusedException ex) {
			session.offerText(this.json.writeValueAsString(ex.problem()));
			session.close(VISITOR_REFUSED);
			return;
		}
		session.join(ROOMS + room);
		announcePresence(room);
	}

	@OnMessage
	@PublishTo(ROOMS + "{room}")
	@Nullable Line say(Words words, WsSession session) throws RefusedException {
		String name = (String) session.attributes().get(NAME);
		if (name == null) {
			// refused, and its peer has not read that yet
			return null;
		}
		return new Line(name, ChatRules.text(words.text()), System.currentTimeMillis());
	}

	@OnError
	Problem refused(RefusedException ex) {
		return ex.problem();
	}

	@OnError
	Problem unreadable(PayloadNotDecodableException ex) {
		return new Problem("A message must be a JSON object with a field \"text\".");
	}

	@OnClose
	void close(WsSession session, @PathVariable String room) {
		if (session.attributes().containsKey(NAME)) {
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

	/**
	 * What a visitor sends.
	 *
	 * @param text what to say, {@code null} if the field is missing
	 */
	record Words(@Nullable String text) {

	}

}
