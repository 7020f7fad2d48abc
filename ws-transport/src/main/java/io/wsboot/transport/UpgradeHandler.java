package io.wsboot.transport;

import java.util.concurrent.CompletionStage;

/**
 * Decides on an upgrade request whose form is already proven right (RFC 6455 §4.2.2).
 */
@FunctionalInterface
public interface UpgradeHandler {

	/**
	 * Decides, now or later. Called on an event loop: work that blocks belongs on another
	 * thread, which then completes the stage. While the decision is open nothing is read
	 * from the peer and the handshake timeout runs; a decision after it is dropped.
	 * @param request the request
	 * @return completes with the decision; failing it answers 500
	 */
	CompletionStage<UpgradeDecision> upgrade(HandshakeRequest request);

}
