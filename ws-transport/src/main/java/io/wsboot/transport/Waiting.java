package io.wsboot.transport;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * A place in a {@link WaitingList}: what waits there, and what may become of it. A newer
 * message of its key may take the place over.
 */
final class Waiting {

	/** What a place and what is in it cost besides the payload, when it is small. */
	static final int OVERHEAD = 160;

	/** {@code null} for what is no message, and always kept. */
	private final @Nullable Delivery delivery;

	/** {@code null} if it replaces nothing and is replaced by nothing. */
	private final @Nullable String key;

	private Deferred content;

	/** Completes when the content is out; {@code null} if nobody waits for that. */
	private @Nullable CompletableFuture<@Nullable Void> done;

	private @Nullable Waiting previous;

	private @Nullable Waiting next;

	Waiting(Deferred content, @Nullable Delivery delivery, @Nullable String key,
			@Nullable CompletableFuture<@Nullable Void> done) {
		this.content = content;
		this.delivery = delivery;
		this.key = key;
		this.done = done;
	}

	Deferred content() {
		return this.content;
	}

	@Nullable CompletableFuture<@Nullable Void> done() {
		return this.done;
	}

	@Nullable String key() {
		return this.key;
	}

	boolean isMessage() {
		return this.delivery != null;
	}

	boolean isDroppable() {
		return this.delivery != null && this.delivery.isDroppable();
	}

	/**
	 * Whether a policy may drop it.
	 * @return {@code false} for what is kept, and for what is dropped whatever the policy
	 */
	boolean isStandard() {
		return this.delivery != null && !this.delivery.isDroppable() && !this.delivery.isCritical();
	}

	long cost() {
		return (long) OVERHEAD + this.content.size();
	}

	/**
	 * Takes over what a newer message of the same key brings.
	 * @param newer the message
	 */
	void replaceBy(Waiting newer) {
		this.content = newer.content;
		this.done = newer.done;
	}

	@Nullable Waiting previous() {
		return this.previous;
	}

	@Nullable Waiting next() {
		return this.next;
	}

	void between(@Nullable Waiting before, @Nullable Waiting after) {
		this.previous = before;
		this.next = after;
	}

	void previous(@Nullable Waiting before) {
		this.previous = before;
	}

	void next(@Nullable Waiting after) {
		this.next = after;
	}

}
