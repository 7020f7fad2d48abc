package io.wsboot.spring.endpoint;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;

import com.google.protobuf.Any;
import com.google.protobuf.DescriptorProtos.UninterpretedOption;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import com.google.protobuf.Timestamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.dataformat.cbor.CBORMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ProtobufMessageCodecTests {

	private final WsMessageCodec codec = new ProtobufMessageCodec(ExtensionRegistryLite.getEmptyRegistry());

	@Test
	void protobufIsBinary() {
		assertThat(this.codec.isText()).isFalse();
		assertThat(this.codec.encode(StringValue.of("é"))).isEqualTo(HexFormat.of().parseHex("0a02c3a9"));
	}

	@Test
	void whatLiesAroundThePayloadIsNotRead() {
		ByteBuffer heap = bytes("ffff0a02c3a9ff").position(2).limit(6);
		ByteBuffer offset = ByteBuffer.allocate(9).position(2).slice();
		offset.put(heap.array()).position(2).limit(6);
		ByteBuffer direct = ByteBuffer.allocateDirect(7).put(heap.array()).position(2).limit(6);
		WsMessageCodec.PayloadDecoder decoder = this.codec.decoder(StringValue.class);
		for (ByteBuffer payload : List.of(heap, offset, direct, heap.asReadOnlyBuffer())) {
			assertThat(decoder.decode(payload)).isEqualTo(StringValue.of("é"));
		}
	}

	@Test
	void whatIsReadDoesNotLookAtTheLentBytesAnyMore() {
		ByteBuffer direct = ByteBuffer.allocateDirect(4).put(bytes("0a026869")).flip();
		for (ByteBuffer lent : List.of(bytes("0a026869"), direct)) {
			Object read = this.codec.decoder(Any.class).decode(lent);
			lent.putInt(0, -1);
			assertThat(read).isEqualTo(Any.newBuilder().setTypeUrl("hi").build());
		}
	}

	/** Cut off, a length beyond the end, wrong UTF-8, a group that nobody opened. */
	@ParameterizedTest
	@ValueSource(strings = { "0a", "0a0268", "0affffffff07", "0a01ff", "0c", "00", "0a026869ff" })
	void whatIsNotTheExpectedMessageIsThePeersFault(String payload) {
		WsMessageCodec.PayloadDecoder decoder = this.codec.decoder(StringValue.class);
		assertThatExceptionOfType(PayloadNotDecodableException.class).isThrownBy(() -> decoder.decode(bytes(payload)));
	}

	@Test
	void aMessageWithoutARequiredFieldIsThePeersFault() {
		WsMessageCodec.PayloadDecoder decoder = this.codec.decoder(UninterpretedOption.NamePart.class);
		assertThatExceptionOfType(PayloadNotDecodableException.class)
			.isThrownBy(() -> decoder.decode(bytes("0a026869")))
			.havingCause()
			.withMessageContaining("is_extension");
	}

	@Test
	void noBytesAreAMessageWhoseFieldsHaveTheirDefaults() {
		assertThat(this.codec.decoder(StringValue.class).decode(bytes(""))).isEqualTo(StringValue.of(""));
	}

	@Test
	void unknownFieldsAreKept() {
		byte[] later = Timestamp.newBuilder().setSeconds(1).setNanos(2).build().toByteArray();
		Object read = this.codec.decoder(com.google.protobuf.Empty.class).decode(ByteBuffer.wrap(later));
		assertThat(this.codec.encode(read)).isEqualTo(later);
	}

	@ParameterizedTest
	@ValueSource(classes = { Message.class, DynamicMessage.class, StringValue.Builder.class })
	void aTypeThatIsNoGeneratedMessageIsRefusedWhenTheApplicationStarts(Class<?> type) {
		assertThat(this.codec.canRead(type)).isTrue();
		assertThatExceptionOfType(UnreadableTypeException.class).isThrownBy(() -> this.codec.decoder(type));
	}

	@Test
	void protobufTakesItsOwnMessagesOnlyAndTheOthersLeaveThemToIt() {
		for (WsMessageCodec other : List.of(Scans.json(), new CborMessageCodec(CBORMapper.builder().build()))) {
			assertThat(other.canRead(StringValue.class) || other.canWrite(StringValue.class)).isFalse();
			assertThat(other.canRead(String.class) && other.canWrite(String.class)).isTrue();
		}
		assertThat(this.codec.canRead(StringValue.class) && this.codec.canWrite(StringValue.class)).isTrue();
		assertThat(this.codec.canRead(String.class) || this.codec.canWrite(String.class)).isFalse();
		assertThat(this.codec.canWrite(StringValue.Builder.class)).as("a builder is no message yet").isFalse();
	}

	private static ByteBuffer bytes(String hex) {
		return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
	}

}
