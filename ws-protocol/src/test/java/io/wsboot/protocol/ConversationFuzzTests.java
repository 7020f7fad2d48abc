package io.wsboot.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import com.code_intelligence.jazzer.junit.FuzzTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RFC 6455 §5 to §7 from both ends: whatever the two roles do, in whatever order and
 * however the bytes are cut, each hears what the other said, in its order, and the
 * closing handshake ends both with the same status.
 */
class ConversationFuzzTests {

	private static final int MOST_ACTIONS = 100;

	@FuzzTest
	void eachHearsWhatTheOtherSaid(byte[] data) {
		FuzzInput input = new FuzzInput(data);
		int flags = input.next();
		boolean direct = (flags & 1) != 0;
		CompressionPool pool = new CompressionPool(1);
		PerMessageDeflate deflate = ((flags & 2) != 0) ? deflate(input, pool) : null;
		ConversationPeer client = new ConversationPeer(
				new ProtocolSettings(Role.CLIENT, ProtocolLimits.DEFAULTS, (flags & 4) != 0, deflate), direct);
		ConversationPeer server = new ConversationPeer(
				new ProtocolSettings(Role.SERVER, ProtocolLimits.DEFAULTS, (flags & 8) != 0, deflate), !direct);
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
		assertThat(pool.live()).as("native memory in use").isEqualTo(pool.idle());
		pool.close();
	}

	private static PerMessageDeflate deflate(FuzzInput input, CompressionPool pool) {
		int flags = input.next();
		int bits = input.next();
		DeflateParameters parameters = new DeflateParameters((flags & 1) != 0, (flags & 2) != 0, 8 + bits % 8,
				8 + bits / 8 % 8);
		CompressionOptions options = new CompressionOptions(1 + flags / 4 % 9, 0, true, true, 15, 15);
		return new PerMessageDeflate(parameters, options, pool);
	}

	private static void exchange(ConversationPeer client, ConversationPeer server) {
		client.transmit(server);
		server.receive(Integer.MAX_VALUE);
		server.transmit(client);
		client.receive(Integer.MAX_VALUE);
	}

	private static void act(FuzzInput input, ConversationPeer actor, ConversationPeer other) {
		switch (input.next() % 11) {
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
			case 5 -> close(input.next(), actor);
			case 6 -> actor.stops(input.nextBoolean());
			case 7 -> pieces(input, actor);
			default -> {
				other.transmit(actor);
				actor.receive(input.next() * (input.nextBoolean() ? 1 : 300));
				actor.assertHeard(other, false);
			}
		}
	}

	/** Seldom, for it ends the rest. */
	private static void close(int decision, ConversationPeer actor) {
		if (decision % 16 == 1) {
			actor.sayClose(status(decision / 16));
		}
	}

	private static void text(FuzzInput input, ConversationPeer actor) {
		byte[] utf8 = Wire.utf8(text(input));
		boolean sent = actor.send(true, Wire.embedded(utf8, input.nextBoolean()), input.nextBoolean());
		actor.say(sent, line(utf8));
	}

	private static void binary(FuzzInput input, ConversationPeer actor) {
		byte[] payload = Wire.random(length(input));
		boolean sent = actor.send(false, Wire.embedded(payload, input.nextBoolean()), input.nextBoolean());
		actor.say(sent, "binary " + Recorder.abridge(Wire.hex(payload)));
	}

	private static void prepared(FuzzInput input, ConversationPeer actor) {
		byte[] utf8 = Wire.utf8(text(input));
		PreparedMessage message = PreparedMessage.text(ByteBuffer.wrap(utf8));
		actor.say(actor.send(input.nextBoolean() ? message : message.uncompressed()), line(utf8));
	}

	private static void pieces(FuzzInput input, ConversationPeer actor) {
		boolean text = input.nextBoolean();
		byte[] payload = text ? Wire.utf8(text(input)) : Wire.random(length(input));
		int least = 1 + payload.length / 50;
		boolean sent = actor.sendPieces(text, Wire.embedded(payload, input.nextBoolean()), least + input.next());
		actor.say(sent, text ? line(payload) : "binary " + Recorder.abridge(Wire.hex(payload)));
	}

	private static String text(FuzzInput input) {
		return (input.nextBoolean() ? "a" : "é\u65e5").repeat(length(input) / 3);
	}

	private static String line(byte[] utf8) {
		String text = new String(utf8, StandardCharsets.UTF_8);
		return ((text.length() == utf8.length) ? "ascii " : "text ") + Recorder.abridge(text);
	}

	private static int length(FuzzInput input) {
		int length = input.next();
		int scale = input.next();
		return (scale < 254) ? length : length * 300;
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
