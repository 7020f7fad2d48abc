package io.wsboot.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.security.SecureRandom;

/**
 * Fresh masking keys from a secure generator (RFC 6455 §10.3), a batch at a time.
 * <p>
 * One batch serves all clients of the process: a session holds nothing, and the generator
 * with its lock is asked once in a thousand frames. Thread-safe.
 */
final class MaskingKeys {

	private static final int BATCH = 1024;

	private static final SecureRandom RANDOM = new SecureRandom();

	private static final VarHandle TAKEN;

	static {
		try {
			TAKEN = MethodHandles.lookup().findVarHandle(MaskingKeys.class, "taken", int.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private static volatile MaskingKeys current = new MaskingKeys();

	private final int[] keys = new int[BATCH];

	@SuppressWarnings("unused") // counted through TAKEN
	private int taken;

	private MaskingKeys() {
		byte[] bytes = new byte[BATCH * Integer.BYTES];
		RANDOM.nextBytes(bytes);
		ByteBuffer.wrap(bytes).asIntBuffer().get(this.keys);
	}

	/**
	 * Takes a key that no other frame gets.
	 * @return the key
	 */
	static int next() {
		while (true) {
			MaskingKeys batch = current;
			int index = (int) TAKEN.getAndAdd(batch, 1);
			if (index < BATCH) {
				return batch.keys[index];
			}
			replace(batch);
		}
	}

	private static synchronized void replace(MaskingKeys exhausted) {
		if (current == exhausted) {
			current = new MaskingKeys();
		}
	}

}
