package io.wsboot.spring.endpoint;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;

import io.wsboot.spring.endpoint.MethodResult.Call;
import org.jspecify.annotations.Nullable;

/**
 * Sends what a publisher publishes, and asks for no more than the peer takes: another
 * item for each that has been written to the socket. Callbacks go on meanwhile. It ends
 * with the publisher or with the session.
 */
final class StreamedReplies implements Flow.Subscriber<Object> {

	/** Items that may wait to be written. */
	private static final int AHEAD = 16;

	private static final Flow.Subscription ENDED = new Flow.Subscription() {

		@Override
		public void request(long count) {
			// nothing comes any more
		}

		@Override
		public void cancel() {
			// has happened
		}

	};

	private final Call call;

	private final AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();

	private StreamedReplies(Call call) {
		this.call = call;
	}

	/**
	 * Subscribes. Called within the callback.
	 */
	static void begin(Call call, Object publisher) {
		StreamedReplies replies = new StreamedReplies(call);
		call.callbacks().streams().begin(replies, call.session(), call.callbacks());
		ReactiveTypes.publisher(publisher).subscribe(replies);
	}

	@Override
	public void onSubscribe(Flow.Subscription begun) {
		if (this.subscription.compareAndSet(null, begun)) {
			begun.request(AHEAD);
		}
		else {
			begun.cancel();
		}
	}

	@Override
	public void onNext(Object item) {
		if (this.subscription.get() == ENDED) {
			return;
		}
		try {
			sent(this.call.sendAndTell(item));
		}
		catch (Throwable failure) {
			cancel();
			fail(failure);
		}
	}

	@Override
	public void onError(Throwable failure) {
		if (end() != ENDED) {
			fail(failure);
		}
	}

	@Override
	public void onComplete() {
		end();
	}

	/** Wants no more. */
	void cancel() {
		Flow.Subscription before = end();
		if (before != null) {
			before.cancel();
		}
	}

	private void sent(CompletionStage<?> written) {
		written.whenComplete((done, failure) -> {
			Flow.Subscription current = this.subscription.get();
			if (failure != null) {
				// the session is closing
				cancel();
			}
			else if (current != null) {
				current.request(1);
			}
		});
	}

	private Flow.@Nullable Subscription end() {
		Flow.Subscription before = this.subscription.getAndSet(ENDED);
		if (before != ENDED) {
			this.call.callbacks().streams().end(this);
		}
		return before;
	}

	/** Somewhere, where a method for errors must not be called. */
	private void fail(Throwable failure) {
		this.call.session().execute(() -> this.call.fail(failure));
	}

}
