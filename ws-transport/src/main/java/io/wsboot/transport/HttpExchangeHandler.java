package io.wsboot.transport;

/**
 * Answers the requests that ask for no upgrade.
 */
@FunctionalInterface
public interface HttpExchangeHandler {

	/**
	 * Answers a request. Called on an event loop, so it must not block.
	 * @param request the request
	 * @return the answer; an exception answers 500
	 */
	UpgradeDecision.Refuse exchange(HandshakeRequest request);

}
