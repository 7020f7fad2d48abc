package io.wsboot.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * RFC 6455 §5 to §7 from both ends: whatever the two roles do, in whatever order and
 * however the bytes are cut, each hears what the other said, in its order, and the
 * closing handshake ends both with the same status.
 */
class ConversationFuzzTests {

	private static final int MOST_ACTIONS = 200;

	@FuzzTest
	void eachHearsWhatTheOtherSaid(byte[] data) {
		FuzzInput input = new FuzzInput(data);
		boolean direct = input.nextBoolean();
		ConversationPeer client = new ConversationPeer(Role.CLIENT, direct);
		ConversationPeer server = new ConversationPeer(Role.SERVER, !direct);
		for (int i = 0; i < MOST_ACTIONS && input.hasMore(); i++) {
			boolean clientActs = input.nextBoolean();
			act(input, clientActs ? client : server, clientActs ? server : client);
		}
		client.sayClose(CloseStatus.GOING_AWAY);
		for (int i = 0; i < 3; i++) {
			exchange(client, server);
		}
		client.assertHeard(server, true);
		server.assertHeard(client, true);
		client.assertOver(client.protocol().closeStatus());
		server.assertOver(server.protocol().closeStatus());
	}

	private static void exchange(ConversationPeer client, ConversationPeer server) {
		client.transmit(server);
		server.receive(Integer.MAX_VALUE);
		server.transmit(client);
		client.receive(Integer.MAX_VALUE);
	}

	private static void act(FuzzInput input, ConversationPeer actor, ConversationPeer other) {
		switch (input.next() % 10) {
			case 0 -> text(input, actor);
			case 1 -> binary(input, actor);
			case 2 -> {
				byte[] payload = input.take(input.next() % 126);
				boolean sent = actor.protocol().sendPing(ByteBuffer.wrap(payload));
				actor.say(sent, "ping " + Wire.hex(payload));
			}
			case 3 -> {
				byte[] payload = input.take(input.next() % 126);
				boolean sent = actor.protocol().sendPong(ByteBuffer.wrap(payload));
				actor.say(sent, "pong " + Wire.hex(payload));
			}
			case 4 -> prepared(input, actor);
			case 5 -> actor.sayClose(status(input.next()));
			case 6 -> actor.stops(input.nextBoolean());
			default -> {
				other.transmit(actor);
				actor.receive(input.next() * ((input.nextBoolean()) ? 1 : 300));
			}
		}
		actor.assertHeard(other, false);
	}

	private static void text(FuzzInput input, ConversationPeer actor) {
		byte[] utf8 = Wire.utf8(text(input));
		boolean sent = actor.protocol().sendText(Wire.embedded(utf8, input.nextBoolean()), input.nextBoolean());
		actor.say(sent, line(utf8));
	}

	private static void binary(FuzzInput input, ConversationPeer actor) {
		byte[] payload = Wire.random(length(input));
		boolean sent = actor.protocol().sendBinary(Wire.embedded(payload, input.nextBoolean()), input.nextBoolean());
		actor.say(sent, "binary " + Recorder.abridge(Wire.hex(payload)));
	}

	private static void prepared(FuzzInput input, ConversationPeer actor) {
		byte[] utf8 = Wire.utf8(text(input));
		actor.say(actor.protocol().send(PreparedMessage.text(ByteBuffer.wrap(utf8))), line(utf8));
	}

	private static String text(FuzzInput input) {
		return ((input.nextBoolean()) ? "a" : "é\u65e5").repeat(length(input) / 3);
	}

	private static String line(byte[] utf8) {
		String text = new String(utf8, StandardCharsets.UTF_8);
		return ((text.length() == utf8.length) ? "ascii " : "text ") + Recorder.abridge(text);
	}

	private static int length(FuzzInput input) {
		int length = input.next();
		int scale = input.next();
		return (scale < 250) ? length : length * 600;
	}

	private static CloseStatus status(int decision) {
		return switch (decision % 4) {
			case 0 -> CloseStatus.NORMAL;
			case 1 -> CloseStatus.of(3000 + decision, "é".repeat(decision % 62));
			case 2 -> CloseStatus.of(CloseCode.TRY_AGAIN_LATER, "later");
			default -> CloseStatus.of(4999);
		};
	}

}
