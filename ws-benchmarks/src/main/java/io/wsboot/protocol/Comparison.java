package io.wsboot.protocol;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The same work by two contenders. JMH runs each in processes of its own, so that neither
 * spoils what the compiler knows about the other.
 */
@State(Scope.Thread)
public abstract class Comparison {

	private Contender ours;

	private Contender theirs;

	abstract Contender createOurs() throws Exception;

	abstract Contender createTheirs() throws Exception;

	/**
	 * Creates both contenders.
	 * @throws Exception if one cannot be made
	 */
	@Setup
	public final void setUp() throws Exception {
		this.ours = createOurs();
		this.theirs = createTheirs();
	}

	/**
	 * Measures this project.
	 * @param usage counts the interval
	 * @return what depends on the work
	 * @throws Exception if the work failed
	 */
	@Benchmark
	public long ours(Usage usage) throws Exception {
		usage.pass(this.ours.thread());
		return this.ours.pass();
	}

	/**
	 * Measures what it is compared with.
	 * @param usage counts the interval
	 * @return what depends on the work
	 * @throws Exception if the work failed
	 */
	@Benchmark
	public long theirs(Usage usage) throws Exception {
		usage.pass(this.theirs.thread());
		return this.theirs.pass();
	}

	/**
	 * Lets both give back what they hold.
	 * @throws Exception if that failed
	 */
	@TearDown
	public final void tearDown() throws Exception {
		this.ours.release();
		this.theirs.release();
	}

	final Tally ourTally() {
		return this.ours.tally();
	}

	final Tally theirTally() {
		return this.theirs.tally();
	}

}
