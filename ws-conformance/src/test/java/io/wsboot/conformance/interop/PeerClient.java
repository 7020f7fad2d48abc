package io.wsboot.conformance.interop;

import java.net.URI;

import org.jspecify.annotations.Nullable;

/**
 * A stack as a client.
 */
interface PeerClient extends AutoCloseable {

	/** The subprotocol of the contract. */
	String SUBPROTOCOL = "echo.wsboot";

	/**
	 * Opens a connection, offering {@link #SUBPROTOCOL} second, behind one that no server
	 * knows.
	 * @param uri where
	 * @param offer what to offer of permessage-deflate, as it is written in the request;
	 * {@code null} for nothing
	 * @param events what is heard
	 */
	Side connect(URI uri, @Nullable String offer, Events events) throws Exception;

}
