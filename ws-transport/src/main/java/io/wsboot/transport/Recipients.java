package io.wsboot.transport;

/**
 * Sessions of one loop that something can be sent to.
 */
interface Recipients {

	/**
	 * Lists those who receive what is published. Called on the loop.
	 * @param number of what is published, as their group counts
	 * @param list takes the sessions
	 */
	void list(long number, RecipientList list);

}
