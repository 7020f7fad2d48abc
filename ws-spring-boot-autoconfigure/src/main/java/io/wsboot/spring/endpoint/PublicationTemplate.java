package io.wsboot.spring.endpoint;

import io.wsboot.spring.annotation.DeliveryPolicy;

/**
 * What a {@link io.wsboot.spring.annotation.PublishTo @PublishTo} says, with variables of
 * the path to be filled in.
 *
 * @param topic the topic
 * @param policy what the message is worth
 * @param key what it is the newest value of
 */
record PublicationTemplate(TopicTemplate topic, DeliveryPolicy policy, TopicTemplate key) implements SessionValue {

	@Override
	public Publication resolve(HandshakeInput input) {
		return new Publication(this.topic.resolve(input), this.policy.delivery(this.key.resolve(input)));
	}

	@Override
	public boolean mayBlock() {
		return false;
	}

}
