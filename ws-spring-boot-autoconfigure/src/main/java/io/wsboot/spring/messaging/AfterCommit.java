package io.wsboot.spring.messaging;

import java.util.ArrayList;
import java.util.List;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What a transaction sends leaves when it has committed, in the order of sending, and
 * never if it is rolled back. Without a transaction it leaves at once.
 */
final class AfterCommit implements SendTiming {

	@Override
	public boolean isLater() {
		return TransactionSynchronizationManager.isSynchronizationActive()
				&& TransactionSynchronizationManager.isActualTransactionActive();
	}

	@Override
	public void run(Runnable publication) {
		if (isLater()) {
			TransactionSynchronizationManager.registerSynchronization(new Pending(publication));
		}
		else {
			publication.run();
		}
	}

	/**
	 * One message that waits for the end of the transaction.
	 */
	private static final class Pending implements TransactionSynchronization {

		private final Runnable publication;

		/** Those that were there after it: a way back to any other undoes it. */
		private final List<Object> laterSavepoints = new ArrayList<>(0);

		private boolean settled;

		Pending(Runnable publication) {
			this.publication = publication;
		}

		@Override
		public void savepoint(Object savepoint) {
			this.laterSavepoints.add(savepoint);
		}

		@Override
		public void savepointRollback(Object savepoint) {
			this.settled |= !this.laterSavepoints.contains(savepoint);
		}

		@Override
		public void afterCommit() {
			publish();
		}

		/**
		 * Those registered after the commit, by others that waited for it, hear only
		 * this.
		 */
		@Override
		public void afterCompletion(int status) {
			if (status == STATUS_COMMITTED) {
				publish();
			}
		}

		private void publish() {
			if (!this.settled) {
				this.settled = true;
				this.publication.run();
			}
		}

	}

}
