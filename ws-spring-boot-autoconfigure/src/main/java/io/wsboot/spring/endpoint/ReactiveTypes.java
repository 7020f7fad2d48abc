package io.wsboot.spring.endpoint;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ClassUtils;

/**
 * The types of reactive libraries, for those that are on the class path: Reactive
 * Streams, and what Spring knows how to turn into it.
 */
final class ReactiveTypes {

	private static final boolean PRESENT = ClassUtils.isPresent("org.reactivestreams.FlowAdapters",
			ReactiveTypes.class.getClassLoader());

	private ReactiveTypes() {
	}

	/** How a type returns values, should it be one of those. */
	static ReturnKind kind(Class<?> type) {
		if (!PRESENT || type == Object.class) {
			return ReturnKind.VALUE;
		}
		ReactiveAdapter adapter = adapter(type);
		if (adapter != null) {
			return adapter.isMultiValue() ? ReturnKind.STREAM : ReturnKind.LATER;
		}
		return ReactiveStreams.isPublisher(type) ? ReturnKind.STREAM : ReturnKind.VALUE;
	}

	/** One value, or the end without one. */
	static CompletionStage<@Nullable Object> stage(Object value) {
		CompletableFuture<@Nullable Object> first = new CompletableFuture<>();
		publisher(value).subscribe(new SingleValue(first));
		return first;
	}

	static Flow.Publisher<?> publisher(Object value) {
		if (value instanceof Flow.Publisher<?> publisher) {
			return publisher;
		}
		ReactiveAdapter adapter = adapter(value.getClass());
		return ReactiveStreams.publisher((adapter != null) ? adapter.toPublisher(value) : value);
	}

	private static @Nullable ReactiveAdapter adapter(Class<?> type) {
		return ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
	}

	/**
	 * Loaded only where Reactive Streams is.
	 */
	private static final class ReactiveStreams {

		static boolean isPublisher(Class<?> type) {
			return Publisher.class.isAssignableFrom(type);
		}

		static Flow.Publisher<?> publisher(Object value) {
			return FlowAdapters.toFlowPublisher((Publisher<?>) value);
		}

	}

	/**
	 * Waits for one value.
	 */
	private static final class SingleValue implements Flow.Subscriber<Object> {

		private final CompletableFuture<@Nullable Object> first;

		SingleValue(CompletableFuture<@Nullable Object> first) {
			this.first = first;
		}

		@Override
		public void onSubscribe(Flow.Subscription subscription) {
			subscription.request(1);
		}

		@Override
		public void onNext(Object value) {
			this.first.complete(value);
		}

		@Override
		public void onError(Throwable failure) {
			this.first.completeExceptionally(failure);
		}

		@Override
		public void onComplete() {
			this.first.complete(null);
		}

	}

}
