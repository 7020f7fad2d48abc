package io.wsboot.benchmarks;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.netty.util.concurrent.DefaultThreadFactory;

/**
 * Runs benchmarks on threads like those of Netty's event loops. On any other thread
 * Netty's pools and recyclers work without their caches, which would be unfair.
 */
public final class EventLoopThreads extends ThreadPoolExecutor {

	/**
	 * Creates the threads' owner; JMH calls it by its class name.
	 * @param most how many threads there are at most
	 * @param prefix how their names begin
	 */
	public EventLoopThreads(int most, String prefix) {
		super(most, most, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), new DefaultThreadFactory(prefix, true));
	}

}
