package io.wsboot.transport;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FlushWaitersTests {

	private final FlushWaiters waiters = new FlushWaiters();

	private final List<String> log = new ArrayList<>();

	@Test
	void whoseBytesAreOutIsDoneInOrder() {
		add(10, "a");
		add(20, "b");
		add(30, "c");
		this.waiters.settle(9, false);
		assertThat(this.log).isEmpty();
		this.waiters.settle(20, false);
		assertThat(this.log).containsExactly("a", "b");
		this.waiters.settle(100, false);
		assertThat(this.log).containsExactly("a", "b", "c");
	}

	@Test
	void aDroppedOneFailsWhenSettledAndNotBefore() {
		CompletableFuture<Void> dropped = add(10, "a");
		this.waiters.drop();
		assertThat(dropped).isNotDone();
		add(20, "b");
		this.waiters.settle(15, false);
		assertThat(dropped).isCompletedExceptionally();
		assertThat(dropped).failsWithin(0, TimeUnit.SECONDS)
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(IOException.class);
		assertThat(this.log).containsExactly("a failed");
	}

	@Test
	void oneThatComesTooLateFailsEvenIfEverythingIsOut() {
		CompletableFuture<Void> late = new CompletableFuture<>();
		this.waiters.addDropped(late);
		assertThat(late).isNotDone();
		this.waiters.settle(Long.MAX_VALUE, false);
		assertThat(late).isCompletedExceptionally();
	}

	@Test
	void anEndFailsWhoeverStillWaits() {
		add(10, "a");
		add(20, "b");
		this.waiters.settle(10, false);
		this.waiters.settle(Long.MAX_VALUE, true);
		assertThat(this.log).containsExactly("a", "b failed");
		add(30, "c");
		this.waiters.settle(Long.MAX_VALUE, true);
		assertThat(this.log).containsExactly("a", "b failed", "c failed");
	}

	@Test
	void whatDependsOnAFutureMayComeBack() {
		add(10, "a").thenRun(() -> {
			add(10, "again");
			this.waiters.settle(10, false);
		});
		add(10, "b");
		this.waiters.settle(10, false);
		assertThat(this.log).containsExactlyInAnyOrder("a", "b", "again");
	}

	private CompletableFuture<Void> add(long end, String name) {
		CompletableFuture<Void> done = new CompletableFuture<>();
		done.whenComplete((nothing, failure) -> this.log.add((failure != null) ? name + " failed" : name));
		this.waiters.add(end, done);
		return done;
	}

}
