package io.wsboot.benchmarks.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.wsboot.benchmarks.load.ScriptedServer.frame;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The generator complains when, and only when, what comes back is not what it has sent.
 */
@Timeout(60)
class EchoTaskTests {

	private static final int TEXT = 0x81;

	private static final int NINTH = 8;

	@Test
	void anEchoIsNoFault() throws Exception {
		Fields result = run((number, payload) -> frame(TEXT, payload));
		assertThat(result.text("first-fault", "-")).isEmpty();
		assertThat(result.number("faults")).isZero();
		assertThat(result.number("messages")).isPositive();
		assertThat(result.number("rate")).isPositive();
		assertThat(result.number("p50")).isPositive();
	}

	@Test
	void aFragmentedEchoWithAPingInBetweenIsNoFault() throws Exception {
		Fields result = run((number, payload) -> joined(frame(0x01, Arrays.copyOf(payload, 5)),
				frame(0x89, new byte[] { 1, 2, 3 }), frame(0x00, Arrays.copyOfRange(payload, 5, 17)),
				frame(0x80, Arrays.copyOfRange(payload, 17, payload.length))));
		assertThat(result.text("first-fault", "-")).isEmpty();
		assertThat(result.number("messages")).isPositive();
	}

	@Test
	void aDamagedStampIsSeen() throws Exception {
		Fields result = run((number, payload) -> {
			payload[15] ^= (byte) ((number == NINTH) ? 1 : 0);
			return frame(TEXT, payload);
		});
		assertThat(result.text("first-fault", "-")).contains("arrived where");
		assertThat(result.number("faults")).isEqualTo(1);
	}

	@Test
	void damageBehindTheStampsIsSeenInEvery32ndMessage() throws Exception {
		Fields result = run("echo connections=1 size=20 pipeline=40 time=0.1", (number, payload) -> {
			payload[19] ^= (byte) ((number == 32) ? 1 : 0);
			return frame(TEXT, payload);
		});
		assertThat(result.text("first-fault", "-")).isEqualTo("message 32 is damaged between 16 and 20");
	}

	@Test
	void aLostMessageIsSeen() throws Exception {
		Fields result = run("echo connections=1 size=20 pipeline=2 time=0.3",
				(number, payload) -> (number == NINTH) ? new byte[0] : frame(TEXT, payload));
		assertThat(result.text("first-fault", "-")).contains("arrived where");
	}

	@Test
	void aMessageThatComesTwiceIsSeen() throws Exception {
		Fields result = run((number, payload) -> (number == NINTH) ? joined(frame(TEXT, payload), frame(TEXT, payload))
				: frame(TEXT, payload));
		assertThat(result.text("first-fault", "-")).contains("arrived where");
	}

	@Test
	void anotherOpcodeIsSeen() throws Exception {
		Fields result = run((number, payload) -> frame(0x82, payload));
		assertThat(result.text("first-fault", "-")).isEqualTo("a message has the opcode 2 instead of 1");
	}

	@Test
	void anotherLengthIsSeen() throws Exception {
		Fields result = run((number, payload) -> frame(TEXT, Arrays.copyOf(payload, 19)));
		assertThat(result.text("first-fault", "-")).isEqualTo("a message has 19 bytes instead of 20");
	}

	@Test
	void whatAServerMustNotSendIsSeen() throws Exception {
		assertThat(run((number, payload) -> frame(0xC1, payload)).text("first-fault", "-"))
			.isEqualTo("the server sent a frame with a reserved bit");
		assertThat(run((number, payload) -> joined(new byte[] { (byte) 0x81, (byte) 0x94, 0, 0, 0, 0 }, payload))
			.text("first-fault", "-")).isEqualTo("the server sent a masked frame");
	}

	@Test
	void aMessageThatIsNotCompressedIsSeenWhereAllHaveToBe() throws Exception {
		String head = "HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
				+ "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n";
		try (ScriptedServer server = new ScriptedServer(head, (number, payload) -> frame(TEXT, payload))) {
			Fields task = Fields.parse("echo connections=1 size=40 pipeline=1 time=0.3");
			Target target = Target.local(server.port(), "/ws", Dialect.DEFLATE);
			Fields result = new EchoTask(target, ServerUsage.Watched.NOBODY).run(task);
			assertThat(result.text("first-fault", "-")).isEqualTo("the server sent a message that is not compressed");
		}
	}

	@Test
	void aConnectionThatEndsIsSeen() throws Exception {
		Fields closed = run((number, payload) -> frame(0x88, new byte[0]));
		assertThat(closed.text("first-fault", "-")).isEqualTo("a connection was lost: the server sent a close frame");
		Fields ended = run((number, payload) -> {
			throw new IOException("leave");
		});
		assertThat(ended.text("first-fault", "-")).startsWith("a connection was lost: ");
	}

	@Test
	void aRefusedHandshakeIsTold() throws Exception {
		try (ScriptedServer server = new ScriptedServer("HTTP/1.1 404 Not Found\r\n\r\n",
				(number, payload) -> payload)) {
			Fields result = task(server.port(), "echo connections=1 size=20 time=0.1");
			assertThat(result.text("first-fault", "-"))
				.isEqualTo("a connection was lost: the answer to the handshake was 'HTTP/1.1 404 Not Found'");
		}
	}

	private static Fields run(ScriptedServer.Script script) throws Exception {
		return run("echo connections=1 size=20 pipeline=1 time=0.3", script);
	}

	private static Fields run(String task, ScriptedServer.Script script) throws Exception {
		try (ScriptedServer server = new ScriptedServer(script)) {
			return task(server.port(), task);
		}
	}

	private static Fields task(int port, String task) throws IOException {
		return new EchoTask(Target.local(port, "/ws", Dialect.PLAIN), ServerUsage.Watched.NOBODY)
			.run(Fields.parse(task));
	}

	private static byte[] joined(byte[]... parts) {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		for (byte[] part : parts) {
			all.writeBytes(part);
		}
		return all.toByteArray();
	}

}
