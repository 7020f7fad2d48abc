package io.wsboot.protocol;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What the working thread used in an interval. Its processor time says more than the
 * clock on a machine that has other things to do, and its allocations are exact.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class Usage {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	/**
	 * Processor time in nanoseconds.
	 */
	public long nanos;

	/**
	 * Bytes allocated on the heap.
	 */
	public long allocated;

	/**
	 * How often the work was done.
	 */
	public long passes;

	private long thread;

	private long nanosBefore;

	private long allocatedBefore;

	/**
	 * The work is going to be done once more; the interval begins with the first time.
	 * @param worker the thread that does it
	 */
	void pass(Thread worker) {
		if (this.passes++ == 0) {
			this.thread = worker.getId();
			this.allocatedBefore = THREADS.getThreadAllocatedBytes(this.thread);
			this.nanosBefore = THREADS.getThreadCpuTime(this.thread);
		}
	}

	/**
	 * Ends an interval.
	 */
	@TearDown(Level.Iteration)
	public void end() {
		this.nanos = THREADS.getThreadCpuTime(this.thread) - this.nanosBefore;
		this.allocated = THREADS.getThreadAllocatedBytes(this.thread) - this.allocatedBefore;
	}

}
