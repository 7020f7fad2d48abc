package io.wsboot.spring.restart.application;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.spring.annotation.OnClose;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.OnOpen;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.transport.WsSession;

/**
 * Answers with objects of the application's own, and leaves some in the session.
 */
@WsEndpoint("/notes")
class NoteEndpoint {

	private static final ThreadLocal<Note> LAST = new ThreadLocal<>();

	@OnOpen
	void open(WsSession session) {
		session.join("notes");
		session.attributes().put("note", new Note("first"));
	}

	@OnMessage
	Note message(Note note) {
		LAST.set(note);
		return new Note(note.text() + "!");
	}

	@OnClose
	void close(CloseStatus status) {
		LAST.set(new Note(status.toString()));
	}

	record Note(String text) {

	}

}
