package io.wsboot.spring.startup;

import java.io.InputStream;
import java.util.List;

import io.wsboot.spring.annotation.Execution;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.OnPong;
import io.wsboot.spring.annotation.WsEndpoint;

/**
 * Endpoints whose callbacks could not run where, or when, they are to run.
 */
final class ExecutionErrors {

	private ExecutionErrors() {
	}

	static List<StartUpError> all() {
		return List.of(
				StartUpError.of(StreamOnTheLoop.class, "upload(InputStream)",
						"It reads its payload as a stream, which waits for what has not arrived, but runs on the event"
								+ " loop, which must not wait.",
						"Take byte[], ByteBuffer or String, or write @OnMessage(execution = Execution.EXECUTOR)."),
				StartUpError.of(ConcurrentButForPongs.class, "pong()",
						"It runs on the event loop, which is a single thread, but the endpoint is concurrent.",
						"Write @OnPong(execution = Execution.EXECUTOR), or remove concurrent = true."),
				StartUpError.of(PongBetweenPieces.class, "pong()",
						"Control frames arrive between the pieces of a message, but the endpoint reads messages as"
								+ " streams, and callbacks of a session never overlap.",
						"Take byte[], ByteBuffer or String instead of InputStream or Reader, or remove @OnPong."),
				StartUpError.of(ConcurrentOnTheLoop.class, null,
						"It is concurrent, but runs on the event loop, which is a single thread.",
						"Remove execution = Execution.EVENT_LOOP, or concurrent = true."),
				StartUpError.of(ConcurrentStreams.class, null,
						"It is concurrent, but reads messages as streams, and those arrive one after the other.",
						"Take byte[], ByteBuffer or String instead of InputStream or Reader, or remove"
								+ " concurrent = true."));
	}

	@WsEndpoint(path = "/x", execution = Execution.EVENT_LOOP)
	static class StreamOnTheLoop {

		@OnMessage
		void upload(InputStream bytes) {
		}

	}

	@WsEndpoint("/x")
	static class PongBetweenPieces {

		@OnMessage
		void upload(InputStream bytes) {
		}

		@OnPong
		void pong() {
		}

	}

	@WsEndpoint(path = "/x", execution = Execution.EVENT_LOOP, concurrent = true)
	static class ConcurrentOnTheLoop {

		@OnMessage
		void text(String text) {
		}

	}

	@WsEndpoint(path = "/x", concurrent = true)
	static class ConcurrentButForPongs {

		@OnMessage
		void text(String text) {
		}

		@OnPong(execution = Execution.EVENT_LOOP)
		void pong() {
		}

	}

	@WsEndpoint(path = "/x", concurrent = true)
	static class ConcurrentStreams {

		@OnMessage
		void upload(InputStream bytes) {
		}

	}

}
