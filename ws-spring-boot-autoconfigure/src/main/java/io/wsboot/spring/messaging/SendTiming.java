package io.wsboot.spring.messaging;

/**
 * When a message leaves that was sent.
 */
interface SendTiming {

	/**
	 * At once.
	 */
	SendTiming NOW = new SendTiming() {

		@Override
		public boolean isLater() {
			return false;
		}

		@Override
		public void run(Runnable publication) {
			publication.run();
		}

	};

	/** Whether what the current thread sends leaves later, if it ever does. */
	boolean isLater();

	/** Has a message leave when it is due. */
	void run(Runnable publication);

}
