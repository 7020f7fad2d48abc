package io.wsboot.transport;

import java.util.Locale;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What a message is worth to a peer that reads too slowly. Immutable.
 * <p>
 * It makes a difference only while messages have to wait: to a peer that reads, every
 * message is sent. A message is dropped whole or not at all; what is on its way, be it in
 * part, is never dropped.
 */
public final class Delivery {

	private static final Delivery STANDARD = new Delivery(Worth.STANDARD, null);

	private static final Delivery CRITICAL = new Delivery(Worth.CRITICAL, null);

	private static final Delivery DROPPABLE = new Delivery(Worth.DROPPABLE, null);

	private final Worth worth;

	private final @Nullable String key;

	private Delivery(Worth worth, @Nullable String key) {
		this.worth = worth;
		this.key = key;
	}

	/**
	 * As the endpoint's {@link SlowConsumer} says.
	 * @return the delivery
	 */
	public static Delivery standard() {
		return STANDARD;
	}

	/**
	 * Never dropped: if the message cannot be kept the session is closed with 1013.
	 * @return the delivery
	 */
	public static Delivery critical() {
		return CRITICAL;
	}

	/**
	 * Worth nothing later: not taken while half of the high-water mark or more waits, and
	 * the first to be dropped when room is needed.
	 * @return the delivery
	 */
	public static Delivery droppable() {
		return DROPPABLE;
	}

	/**
	 * Only the newest of its key counts: while one waits, a newer one takes its place in
	 * the queue. So no key starves, and the messages of a key keep their order. Otherwise
	 * it is as {@link #standard()}.
	 * @param key what the message is the newest value of; it is compared within one
	 * session
	 * @return the delivery
	 */
	public static Delivery conflate(String key) {
		return new Delivery(Worth.CONFLATED, Objects.requireNonNull(key, "key"));
	}

	/**
	 * The same for a message that is published: under {@link SlowConsumer#CONFLATE} a
	 * standard message is the newest value of its topic. To be called once for each
	 * message that is published, not for each member.
	 * @param topic the topic's name
	 * @return the delivery
	 */
	Delivery publishedTo(String topic) {
		return (this == STANDARD) ? new Delivery(Worth.STANDARD, topic) : this;
	}

	boolean isCritical() {
		return this.worth == Worth.CRITICAL;
	}

	boolean isDroppable() {
		return this.worth == Worth.DROPPABLE;
	}

	/**
	 * What the message is the newest value of.
	 * @param policy of the session that it waits for
	 * @return {@code null} if it does not replace any other
	 */
	@Nullable String key(SlowConsumer policy) {
		return (this.worth == Worth.CONFLATED || policy == SlowConsumer.CONFLATE) ? this.key : null;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Delivery that && this.worth == that.worth && Objects.equals(this.key, that.key);
	}

	@Override
	public int hashCode() {
		return 31 * this.worth.ordinal() + Objects.hashCode(this.key);
	}

	@Override
	public String toString() {
		return this.worth.name().toLowerCase(Locale.ROOT) + ((this.key != null) ? ":" + this.key : "");
	}

	private enum Worth {

		STANDARD, CRITICAL, DROPPABLE, CONFLATED

	}

}
