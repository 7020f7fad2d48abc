package io.wsboot.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * What a client and its proxy say on a fresh connection before it leads to the server, in
 * plain bytes below TLS. It serves one connection and is confined to its loop.
 */
interface Preamble {

	/**
	 * What this side says first.
	 * @return the bytes, handed over
	 */
	ByteBuffer begin();

	/**
	 * Takes what the proxy says, in pieces of any size. What is not wanted any more is
	 * left in the buffer: it belongs to what comes behind the preamble.
	 * @param in the bytes, borrowed
	 * @param out takes what this side answers, handed over; all that a preamble says must
	 * fit into the send buffer of a fresh socket
	 * @return {@code true} if the preamble is over
	 * @throws IOException if it is not what it has to be, or says no
	 */
	boolean receive(ByteBuffer in, Consumer<ByteBuffer> out) throws IOException;

}
