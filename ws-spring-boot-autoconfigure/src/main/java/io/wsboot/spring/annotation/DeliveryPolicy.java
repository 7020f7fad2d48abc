package io.wsboot.spring.annotation;

import io.wsboot.transport.Delivery;

/**
 * What a message that a method publishes is worth to peers that read too slowly.
 * {@link Delivery} says more about each.
 */
public enum DeliveryPolicy {

	/**
	 * As each member's endpoint says: {@link WsEndpoint#slowConsumer()}.
	 */
	STANDARD,

	/**
	 * Never dropped: a session that cannot keep it is closed with 1013.
	 */
	CRITICAL,

	/**
	 * Worth nothing later, and the first to be dropped.
	 */
	DROPPABLE,

	/**
	 * Only the newest of its {@link PublishTo#key() key} waits.
	 */
	CONFLATE;

	/**
	 * The policy as sessions know it.
	 * @param key what the message is the newest value of; only {@link #CONFLATE} asks for
	 * it
	 * @return the delivery
	 */
	public Delivery delivery(String key) {
		return switch (this) {
			case STANDARD -> Delivery.standard();
			case CRITICAL -> Delivery.critical();
			case DROPPABLE -> Delivery.droppable();
			case CONFLATE -> Delivery.conflate(key);
		};
	}

}
