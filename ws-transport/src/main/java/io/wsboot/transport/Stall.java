package io.wsboot.transport;

/**
 * When bytes of one connection waited for the kernel: since when they do, and when they
 * last began to, or ceased to. Made when they first have to. Written by the holder of the
 * write claim and by the loop, read by the loop.
 */
final class Stall {

	private volatile long since;

	private volatile long last;

	void begins(long now) {
		this.since = now;
		this.last = now;
	}

	void ends(long now) {
		this.last = now;
	}

	long since() {
		return this.since;
	}

	long last() {
		return this.last;
	}

}
