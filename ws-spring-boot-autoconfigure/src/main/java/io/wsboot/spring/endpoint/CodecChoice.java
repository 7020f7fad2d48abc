package io.wsboot.spring.endpoint;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The codecs that the sessions of one endpoint and subprotocol may use. Immutable.
 *
 * @param codecs the most preferred first
 * @param agreed whether the sessions use the first and no other
 */
record CodecChoice(List<WsMessageCodec> codecs, boolean agreed) {

	/** One codec, whatever the kind of the message. */
	static CodecChoice agreed(WsMessageCodec codec) {
		return new CodecChoice(List.of(codec), true);
	}

	/** What the sessions agreed on; {@code null} if the kind of the message decides. */
	@Nullable WsMessageCodec agreedCodec() {
		return this.agreed ? this.codecs.get(0) : null;
	}

	/** For a sentence. */
	String describe() {
		return ((this.codecs.size() == 1) ? "the codec " : "any of the codecs ")
				+ this.codecs.stream().map((codec) -> "'" + codec.name() + "'").collect(Collectors.joining(", "));
	}

	boolean isEmpty() {
		return this.codecs.isEmpty();
	}

	/** What reads a type from messages of a kind; {@code null} if nothing does. */
	@Nullable WsMessageCodec reader(boolean text, Type type) {
		for (WsMessageCodec codec : this.codecs) {
			if (codec.isText() == text && codec.canRead(type)) {
				return codec;
			}
		}
		return null;
	}

	/** What finds the type of messages of a kind; {@code null} if nothing does. */
	WsMessageCodec.@Nullable TypeFinder typeFinder(boolean text, String property) {
		for (WsMessageCodec codec : this.codecs) {
			WsMessageCodec.TypeFinder finder = (codec.isText() == text) ? codec.typeFinder(property) : null;
			if (finder != null) {
				return finder;
			}
		}
		return null;
	}

	/** What writes objects of a class; {@code null} if nothing does. */
	@Nullable WsMessageCodec writer(Class<?> type) {
		// by index: an iterator for each reply would be garbage
		for (int i = 0; i < this.codecs.size(); i++) {
			if (this.codecs.get(i).canWrite(type)) {
				return this.codecs.get(i);
			}
		}
		return null;
	}

	/** The same with another order: who asked in a format is answered in it. */
	CodecChoice preferring(WsMessageCodec codec) {
		if (this.codecs.get(0).equals(codec)) {
			return this;
		}
		List<WsMessageCodec> reordered = new ArrayList<>(this.codecs);
		reordered.remove(codec);
		reordered.add(0, codec);
		return new CodecChoice(List.copyOf(reordered), this.agreed);
	}

}
