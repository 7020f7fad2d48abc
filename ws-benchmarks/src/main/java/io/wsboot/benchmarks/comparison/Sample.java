package io.wsboot.benchmarks.comparison;

import io.wsboot.benchmarks.load.Fields;

/**
 * What one measurement of one server came to.
 *
 * @param rate messages, deliveries or handshakes a second
 * @param p50 the middle latency in microseconds, as all latencies
 * @param p99 the latency of the slowest hundredth
 * @param p999 the latency of the slowest thousandth
 * @param user seconds of processor time the server took for itself
 * @param system seconds it took in the kernel
 * @param messages how many messages these seconds were spent on
 * @param seconds how long it was measured
 * @param generator the part of the time in which the generator had something to do
 * @param payload bytes of payload that a message had when it came back
 * @param core seconds that the server's core was busy
 * @param faults what the generator had to complain about
 * @param firstFault the first of it
 */
record Sample(double rate, double p50, double p99, double p999, double user, double system, double messages,
		double seconds, double generator, double payload, double core, long faults, String firstFault) {

	static Sample of(Fields result) {
		return new Sample(result.number("rate", 0), result.number("p50", 0), result.number("p99", 0),
				result.number("p999", 0), result.number("user", 0), result.number("system", 0),
				result.number("messages", 0), result.number("seconds", 0), result.number("generator", 0),
				result.number("payload", 0), result.number("core", 0), (long) result.number("faults"),
				result.text("first-fault", ""));
	}

	/** Microseconds of the server's processor time for each message. */
	double costOfMessage() {
		return (this.messages > 0) ? (this.user + this.system) * 1e6 / this.messages : 0;
	}

	/** The part of the server's core that somebody else took. */
	double noise() {
		return (this.seconds > 0) ? Math.max(0, this.core - this.user - this.system) / this.seconds : 0;
	}

	/**
	 * The same, where a loop keeps the core busy on purpose.
	 */
	Sample withoutNoise() {
		return new Sample(this.rate, this.p50, this.p99, this.p999, this.user, this.system, this.messages, this.seconds,
				this.generator, this.payload, 0, this.faults, this.firstFault);
	}

}
