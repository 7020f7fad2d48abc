package io.wsboot.spring.messaging;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * The encoders of an application, and which sessions agreed on one of them. Thread-safe.
 * <p>
 * A session that agreed on none, or on the first, costs nothing here: it is sent what the
 * first encoder writes that can write the object.
 */
public final class PayloadEncoders {

	private final List<PayloadEncoder> encoders;

	private final Map<WsSession, PayloadEncoder> agreed = new ConcurrentHashMap<>();

	/**
	 * Collects encoders.
	 * @param encoders the most preferred first; without any, only text and bytes can be
	 * sent
	 */
	public PayloadEncoders(List<? extends PayloadEncoder> encoders) {
		this.encoders = List.copyOf(encoders);
	}

	/**
	 * Has a session sent what one encoder writes, and nothing else.
	 * @param session the session, until {@link #forget}
	 * @param encoder one of the encoders
	 */
	public void agree(WsSession session, PayloadEncoder encoder) {
		if (!encoder.equals(this.encoders.get(0))) {
			this.agreed.put(session, encoder);
		}
	}

	/**
	 * Ends what {@link #agree} began.
	 * @param session the session, which has closed
	 */
	public void forget(WsSession session) {
		this.agreed.remove(session);
	}

	/** Whether all sessions are sent the same. */
	boolean areAllAlike() {
		return this.agreed.isEmpty();
	}

	/** What writes an object for a session. */
	PayloadEncoder encoder(WsSession session, Object payload) {
		return require(find(session, payload.getClass()), payload);
	}

	/** What writes objects of a class for a session, {@code null} if nothing can. */
	@Nullable PayloadEncoder find(WsSession session, Class<?> type) {
		PayloadEncoder own = this.agreed.get(session);
		if (own == null) {
			return first(this.encoders, type);
		}
		return own.canWrite(type) ? own : null;
	}

	/** Gives what could write an object for whatever session; at least one. */
	void forEachInUse(Object payload, Consumer<PayloadEncoder> action) {
		Set<PayloadEncoder> able = new LinkedHashSet<>(this.agreed.values());
		able.removeIf((encoder) -> !encoder.canWrite(payload.getClass()));
		PayloadEncoder preferred = first(this.encoders, payload.getClass());
		if (preferred != null || able.isEmpty()) {
			able.add(require(preferred, payload));
		}
		able.forEach(action);
	}

	/** What writes an object for sessions that agreed on nothing. */
	PayloadEncoder encoder(Object payload) {
		return require(first(this.encoders, payload.getClass()), payload);
	}

	private static <E extends PayloadEncoder> @Nullable E first(List<E> encoders, Class<?> type) {
		for (E encoder : encoders) {
			if (encoder.canWrite(type)) {
				return encoder;
			}
		}
		return null;
	}

	private PayloadEncoder require(@Nullable PayloadEncoder encoder, Object payload) {
		if (encoder == null) {
			throw new IllegalStateException("Nothing can write a " + payload.getClass().getName() + " as a message: "
					+ (this.encoders.isEmpty() ? "there is no codec" : "no codec takes it")
					+ ". Send a String, a byte[] or a ByteBuffer, or add " + (this.encoders.isEmpty()
							? "Jackson (spring-boot-starter-jackson)." : "a WsMessageCodec for it."));
		}
		return encoder;
	}

}
