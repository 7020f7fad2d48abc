package io.wsboot.benchmarks.load;

import java.io.IOException;

/**
 * Something the generator can do to a server.
 */
interface Task {

	/**
	 * Does it.
	 * @param line what was asked for
	 * @return what came out
	 * @throws IOException if there is no selector or no socket to be had
	 */
	Fields run(Fields line) throws IOException;

	/**
	 * Ends a result.
	 */
	static Fields done(Fields result, Faults faults) {
		return result.with("faults", faults.count()).with("first-fault", faults.first());
	}

}
