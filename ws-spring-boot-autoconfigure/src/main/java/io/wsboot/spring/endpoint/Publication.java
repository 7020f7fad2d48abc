package io.wsboot.spring.endpoint;

import io.wsboot.transport.Delivery;

/**
 * Where a method publishes to for one session, and what that is worth.
 *
 * @param topic the topic
 * @param delivery to members that read too slowly
 */
record Publication(String topic, Delivery delivery) {

}
