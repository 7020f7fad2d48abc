package io.wsboot.spring.endpoint;

import java.util.ArrayList;
import java.util.List;

import io.wsboot.protocol.handshake.HandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * All that the methods of one endpoint want of the opening handshake, each in a slot of
 * its own. Immutable.
 */
final class SessionValues {

	private static final @Nullable Object[] NOTHING = {};

	private final List<SessionValue> values;

	private final boolean mayBlock;

	private SessionValues(List<SessionValue> values) {
		this.values = values;
		this.mayBlock = values.stream().anyMatch(SessionValue::mayBlock);
	}

	/**
	 * Finds the values for one session.
	 * @param input the handshake
	 * @return the values by slot
	 * @throws HandshakeException if the handshake has to be refused for one of them
	 */
	@Nullable Object[] resolve(HandshakeInput input) throws HandshakeException {
		if (this.values.isEmpty()) {
			return NOTHING;
		}
		@Nullable Object[] resolved = new @Nullable Object[this.values.size()];
		for (int slot = 0; slot < resolved.length; slot++) {
			resolved[slot] = this.values.get(slot).resolve(input);
		}
		return resolved;
	}

	/**
	 * Whether {@link #resolve} may take its time.
	 * @return {@code true} if it must not be called on an event loop
	 */
	boolean mayBlock() {
		return this.mayBlock;
	}

	/**
	 * Gives out the slots.
	 */
	static final class Builder {

		private final List<SessionValue> values = new ArrayList<>();

		/** The slot of a value; equal ones share theirs. */
		int slot(SessionValue value) {
			int slot = this.values.indexOf(value);
			if (slot >= 0) {
				return slot;
			}
			this.values.add(value);
			return this.values.size() - 1;
		}

		SessionValues build() {
			return new SessionValues(List.copyOf(this.values));
		}

	}

}
