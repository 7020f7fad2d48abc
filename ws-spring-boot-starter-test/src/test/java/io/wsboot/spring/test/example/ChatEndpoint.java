package io.wsboot.spring.test.example;

import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.OnOpen;
import io.wsboot.spring.annotation.PublishTo;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.transport.WsSession;

import org.springframework.web.bind.annotation.PathVariable;

@WsEndpoint("/chat/{room}")
class ChatEndpoint {

	@OnOpen
	void open(WsSession session, @PathVariable String room) {
		session.join("chat:" + room);
	}

	@OnMessage
	@PublishTo("chat:{room}")
	String line(String text) {
		return text;
	}

}
