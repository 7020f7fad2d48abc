package io.wsboot.spring.endpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.exc.InvalidDefinitionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JsonMessageCodecTests {

	private final WsMessageCodec codec = Scans.json();

	private final WsMessageCodec.PayloadDecoder decoder = this.codec.decoder(Item.class);

	@Test
	void jsonIsText() {
		assertThat(this.codec.isText()).isTrue();
		assertThat(this.codec.encode(new Item("é", 1))).asString(StandardCharsets.UTF_8)
			.isEqualTo("{\"name\":\"é\",\"count\":1}");
	}

	@Test
	void whatLiesAroundThePayloadIsNotRead() {
		ByteBuffer heap = utf8("]]{\"name\":\"é\",\"count\":2}]]");
		heap.position(2).limit(heap.limit() - 2);
		ByteBuffer offset = ByteBuffer.allocate(heap.capacity() + 3).position(3).slice();
		offset.put(heap.array()).position(2).limit(heap.limit());
		ByteBuffer direct = ByteBuffer.allocateDirect(heap.capacity()).put(heap.array());
		direct.position(2).limit(heap.limit());
		for (ByteBuffer payload : new ByteBuffer[] { heap, offset, direct, heap.asReadOnlyBuffer() }) {
			assertThat(this.decoder.decode(payload)).isEqualTo(new Item("é", 2));
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", " ", "{", "{\"name\":1,\"count\":\"x\"}", "[]", "null", "{\"name\":\"a\",\"count\":1} x",
					"{\"name\":\"bad\",\"count\":1}", "plain", "\u0000{\u0000}", "{\u0000}\u0000" })
	void whatIsNotTheExpectedJsonIsThePeersFault(String text) {
		assertThatExceptionOfType(PayloadNotDecodableException.class).isThrownBy(() -> this.decoder.decode(utf8(text)));
	}

	@Test
	void aTypeThatCannotBeReadIsOurs() {
		WsMessageCodec.PayloadDecoder unreadable = this.codec.decoder(Unreadable.class);
		assertThatExceptionOfType(InvalidDefinitionException.class).isThrownBy(() -> unreadable.decode(utf8("{}")));
	}

	private static ByteBuffer utf8(String text) {
		return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
	}

	record Item(String name, int count) {

		Item {
			if ("bad".equals(name)) {
				throw new IllegalArgumentException("bad");
			}
		}

	}

	interface Unreadable {

	}

}
