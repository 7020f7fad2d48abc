package io.wsboot.spring.endpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.transport.WsHandler;
import io.wsboot.transport.WsSession;
import org.junit.jupiter.api.Test;

import org.springframework.web.bind.annotation.PathVariable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What methods are given, and what becomes of what they return.
 */
class EndpointInvocationTests {

	private final FakeSession session = new FakeSession();

	@Test
	void aStringIsTheTextOfTheMessage() throws Exception {
		receiveText(StringEndpoint.class, "héllo");
		assertThat(this.session.sent).containsExactly("text:<héllo>");
	}

	@Test
	void aCharSequenceIsTheTextOfTheMessage() throws Exception {
		receiveText(CharSequenceEndpoint.class, "abc");
		assertThat(this.session.sent).containsExactly("text:cba");
	}

	@Test
	void anObjectIsReadAndWrittenAsJson() throws Exception {
		receiveText(JsonEndpoint.class, "{\"x\":3,\"label\":\"é\"}");
		assertThat(this.session.sent).containsExactly("text:{\"x\":4,\"label\":\"é\"}");
	}

	@Test
	void typeArgumentsOfThePayloadAreSeen() throws Exception {
		receiveText(GenericListEndpoint.class, "[{\"x\":1,\"label\":\"a\"},{\"x\":2,\"label\":\"b\"}]");
		assertThat(this.session.sent).containsExactly("text:3");
	}

	@Test
	void typeVariablesOfABaseClassAreResolved() throws Exception {
		receiveText(PointEndpoint.class, "{\"x\":5,\"label\":\"a\"}");
		assertThat(this.session.sent).containsExactly("text:Point[x=5, label=a]");
	}

	@Test
	void jsonPayloadsMayBePrimitive() throws Exception {
		receiveText(IntEndpoint.class, "41");
		assertThat(this.session.sent).containsExactly("text:42");
	}

	@Test
	void bytesAreACopyOfThePayload() throws Exception {
		WsHandler handler = Scans.open(Scans.scan(BytesEndpoint.class), "/bytes");
		ByteBuffer lent = ByteBuffer.wrap(new byte[] { 9, 1, 2, 9 }, 1, 2);
		handler.onBinary(this.session, lent);
		lent.put(1, (byte) 7);
		assertThat((byte[]) this.session.attributes().get("kept")).containsExactly(1, 2);
		assertThat(this.session.sent).containsExactly("binary:0102");
	}

	@Test
	void aBufferIsAWindowOfItsOwn() throws Exception {
		WsHandler handler = Scans.open(Scans.scan(BufferEndpoint.class), "/buffer");
		ByteBuffer lent = ByteBuffer.allocateDirect(8).put(3, (byte) 0x11).put(4, (byte) 0x22);
		handler.onBinary(this.session, lent.position(3).limit(5));
		assertThat(this.session.attributes()).containsEntry("capacity", 2).containsEntry("position", 0);
		assertThat(this.session.sent).containsExactly("binary:1122");
	}

	@Test
	void textAndBinaryHaveTheirOwnMethods() throws Exception {
		WsHandler handler = Scans.open(Scans.scan(BothEndpoint.class), "/both");
		handler.onTextBytes(this.session, utf8("a"), true);
		handler.onBinary(this.session, ByteBuffer.wrap(new byte[] { 1 }));
		assertThat(this.session.sent).containsExactly("text:text a", "text:binary 1");
	}

	@Test
	void sessionAndPathVariablesComeInAnyOrder() throws Exception {
		WsHandler handler = Scans.open(Scans.scan(OrderEndpoint.class), "/order/7/red%20wine");
		handler.onTextBytes(this.session, utf8("x"), true);
		assertThat(this.session.sent).containsExactly("text:red wine x 7 true");
	}

	@Test
	void nullIsNoReply() throws Exception {
		receiveText(NullEndpoint.class, "x");
		assertThat(this.session.sent).isEmpty();
		assertThat(this.session.closes).isEmpty();
	}

	@Test
	void everyKindOfReplyIsSent() throws Exception {
		WsHandler handler = Scans.open(Scans.scan(AnyReplyEndpoint.class), "/any");
		for (String kind : List.of("string", "builder", "bytes", "buffer", "object", "number")) {
			handler.onTextBytes(this.session, utf8(kind), true);
		}
		assertThat(this.session.sent).containsExactly("text:s", "text:b", "binary:01", "binary:02", "text:[1,2]",
				"text:7");
	}

	@Test
	void annotationsOfAnInterfaceCount() throws Exception {
		WsHandler handler = Scans.open(Scans.scan(ContractEndpoint.class), "/contract/blue");
		handler.onTextBytes(this.session, utf8("sky"), true);
		assertThat(this.session.sent).containsExactly("text:blue sky");
	}

	@Test
	void oneBeanServesAllSessionsAndEachHasItsOwnValues() throws Exception {
		EndpointRegistry registry = Scans.scan(OrderEndpoint.class);
		WsHandler first = Scans.open(registry, "/order/1/a");
		WsHandler second = Scans.open(registry, "/order/2/b");
		FakeSession other = new FakeSession();
		first.onTextBytes(this.session, utf8("x"), true);
		second.onTextBytes(other, utf8("x"), true);
		assertThat(this.session.sent).containsExactly("text:a x 1 true");
		assertThat(other.sent).containsExactly("text:b x 2 true");
	}

	private void receiveText(Class<?> endpoint, String text) throws Exception {
		String path = "/" + endpoint.getSimpleName().replace("Endpoint", "").toLowerCase();
		Scans.open(Scans.scan(endpoint), path)
			.onTextBytes(this.session, utf8(text), text.length() == utf8(text).limit());
	}

	private static ByteBuffer utf8(String text) {
		return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
	}

	record Point(int x, String label) {

	}

	@WsEndpoint("/string")
	static class StringEndpoint {

		@OnMessage
		String text(String text) {
			return "<" + text + ">";
		}

	}

	@WsEndpoint("/charsequence")
	static class CharSequenceEndpoint {

		@OnMessage
		StringBuilder text(CharSequence text) {
			return new StringBuilder(text).reverse();
		}

	}

	@WsEndpoint("/json")
	static class JsonEndpoint {

		@OnMessage
		Point point(Point point) {
			return new Point(point.x() + 1, point.label());
		}

	}

	@WsEndpoint("/genericlist")
	static class GenericListEndpoint {

		@OnMessage
		int sum(List<Point> points) {
			return points.stream().mapToInt(Point::x).sum();
		}

	}

	static class TypedEndpoint<T> {

		@OnMessage
		String take(T payload) {
			return payload.toString();
		}

	}

	@WsEndpoint("/point")
	static class PointEndpoint extends TypedEndpoint<Point> {

	}

	@WsEndpoint("/int")
	static class IntEndpoint {

		@OnMessage
		long next(int number) {
			return number + 1;
		}

	}

	@WsEndpoint("/bytes")
	static class BytesEndpoint {

		@OnMessage
		byte[] bytes(byte[] payload, WsSession session) {
			session.attributes().put("kept", payload);
			return payload;
		}

	}

	@WsEndpoint("/buffer")
	static class BufferEndpoint {

		@OnMessage
		ByteBuffer buffer(WsSession session, ByteBuffer payload) {
			session.attributes().put("capacity", payload.capacity());
			session.attributes().put("position", payload.position());
			return payload;
		}

	}

	@WsEndpoint("/both")
	static class BothEndpoint {

		@OnMessage
		String text(String text) {
			return "text " + text;
		}

		@OnMessage
		String binary(byte[] bytes) {
			return "binary " + bytes.length;
		}

	}

	@WsEndpoint("/order/{number}/{name}")
	static class OrderEndpoint {

		@OnMessage
		String text(@PathVariable String name, String text, @PathVariable("number") int renamed, WsSession session) {
			return name + " " + text + " " + renamed + " " + session.isOpen();
		}

	}

	@WsEndpoint("/null")
	static class NullEndpoint {

		@OnMessage
		String text(String text) {
			return null;
		}

	}

	@WsEndpoint("/any")
	static class AnyReplyEndpoint {

		@OnMessage
		Object text(String kind) {
			return switch (kind) {
				case "string" -> "s";
				case "builder" -> new StringBuilder("b");
				case "bytes" -> new byte[] { 1 };
				case "buffer" -> ByteBuffer.wrap(new byte[] { 2 });
				case "object" -> new int[] { 1, 2 };
				default -> 7;
			};
		}

	}

	interface Contract {

		@OnMessage
		String text(@PathVariable("colour") String first, String second);

	}

	@WsEndpoint("/contract/{colour}")
	static class ContractEndpoint implements Contract {

		@Override
		public String text(String first, String second) {
			return first + " " + second;
		}

	}

}
