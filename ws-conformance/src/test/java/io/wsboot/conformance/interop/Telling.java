package io.wsboot.conformance.interop;

/**
 * A call of {@link Events} from within a stack whose callbacks throw nothing.
 */
interface Telling {

	void run() throws Exception;

	/**
	 * Runs it; what it throws is a fault of the test.
	 */
	static void tell(Telling telling) {
		try {
			telling.run();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
