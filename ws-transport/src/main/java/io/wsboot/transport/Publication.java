package io.wsboot.transport;

import java.util.function.Predicate;

import io.wsboot.protocol.PreparedMessage;
import org.jspecify.annotations.Nullable;

/**
 * Something that is published, whatever loops its recipients are on.
 *
 * @param number of the message, as the group counts that it is published to
 * @param message the message
 * @param delivery what it is worth to a peer that reads too slowly
 * @param filter who receives it, {@code null} for all
 */
record Publication(long number, PreparedMessage message, Delivery delivery,
		@Nullable Predicate<? super WsSession> filter) {
}
