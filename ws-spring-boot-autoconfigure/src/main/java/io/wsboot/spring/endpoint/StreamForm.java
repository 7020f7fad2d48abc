package io.wsboot.spring.endpoint;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * How a method reads its payload while it arrives. A payload that is there as a whole,
 * because its type had to be found first, is read in the same way.
 */
enum StreamForm implements PayloadReader.Form {

	/** As bytes. */
	BYTES {

		@Override
		Object reading(InputStream payload) {
			return payload;
		}

	},

	/** As characters. */
	CHARACTERS {

		@Override
		Object reading(InputStream payload) {
			return new InputStreamReader(payload, StandardCharsets.UTF_8);
		}

	};

	/**
	 * What the method takes.
	 * @param payload the bytes of the message
	 * @return a stream or a reader
	 */
	abstract Object reading(InputStream payload);

	@Override
	public Object read(ByteBuffer lent) {
		return reading(new ByteArrayInputStream(PayloadReader.copy(lent)));
	}

}
