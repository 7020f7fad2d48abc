package io.wsboot.transport;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Awaits what must fail.
 */
final class Failures {

	private Failures() {
	}

	/**
	 * Awaits the failure of a stage.
	 */
	static Throwable failure(CompletionStage<?> stage) {
		return failure(stage, Throwable.class);
	}

	/**
	 * Awaits the failure of a stage.
	 * @param type what it must fail with
	 */
	static <T extends Throwable> T failure(CompletionStage<?> stage, Class<T> type) {
		ExecutionException failure = catchThrowableOfType(ExecutionException.class,
				() -> stage.toCompletableFuture().get(10, TimeUnit.SECONDS));
		assertThat(failure).isNotNull();
		assertThat(failure.getCause()).isInstanceOf(type);
		return type.cast(failure.getCause());
	}

}
