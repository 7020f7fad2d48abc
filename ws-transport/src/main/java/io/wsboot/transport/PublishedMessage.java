package io.wsboot.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

import io.wsboot.transport.MessageTurn.PieceResult;
import org.jspecify.annotations.Nullable;

/**
 * Sends what a publisher gives as one message, and asks for more while less than two of
 * its buffers wait for the peer. It never blocks.
 */
final class PublishedMessage implements Flow.Subscriber<ByteBuffer>, StreamedMessage.Sender {

	private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

	private static final CompletableFuture<@Nullable Void> OUT = CompletableFuture.completedFuture(null);

	private final Session session;

	private final StreamedMessage message;

	private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();

	/** Guarded by this, as all below. */
	private Flow.@Nullable Subscription subscription;

	private boolean turnCame;

	/** The first piece has been asked for. */
	private boolean started;

	/** A loop has a piece that it could not send at once. */
	private boolean busy;

	/** There is nothing more to come. */
	private boolean completed;

	/** Nothing more will be sent. */
	private boolean ended;

	/** The piece that was sent last. */
	private CompletableFuture<@Nullable Void> last = OUT;

	private PublishedMessage(Session session, SendOptions options) {
		this.session = session;
		this.message = new StreamedMessage(false, options.compressible(), this);
	}

	/**
	 * Begins a message as soon as its turn comes.
	 * @param session the session
	 * @param pieces gives the payload
	 * @param options how it is sent
	 * @return completes when the message is out
	 */
	static CompletionStage<@Nullable Void> publish(Session session, Flow.Publisher<ByteBuffer> pieces,
			SendOptions options) {
		PublishedMessage published = new PublishedMessage(session, options);
		session.begin(published.message);
		pieces.subscribe(published);
		return published.done;
	}

	@Override
	public void onSubscribe(Flow.Subscription given) {
		boolean useless;
		synchronized (this) {
			useless = this.ended || this.subscription != null;
			if (!useless) {
				this.subscription = given;
			}
		}
		if (useless) {
			given.cancel();
		}
		else {
			requestFirst();
		}
	}

	@Override
	public void begun() {
		boolean useless;
		synchronized (this) {
			this.turnCame = true;
			useless = this.ended;
		}
		if (useless) {
			abort();
		}
		else {
			requestFirst();
		}
	}

	private void requestFirst() {
		Flow.Subscription ready;
		boolean complete;
		synchronized (this) {
			ready = (this.turnCame && !this.started) ? this.subscription : null;
			complete = this.turnCame && this.completed;
			this.started |= ready != null;
		}
		if (complete) {
			send(NOTHING, true);
		}
		else if (ready != null) {
			ready.request(1);
		}
	}

	@Override
	public void onNext(ByteBuffer piece) {
		send(Objects.requireNonNull(piece, "A publisher must not give null"), false);
	}

	@Override
	public void onError(Throwable failure) {
		Objects.requireNonNull(failure, "A publisher must not fail with null");
		boolean open;
		synchronized (this) {
			open = this.turnCame;
		}
		if (end()) {
			if (open) {
				abort();
			}
			this.done.completeExceptionally(failure);
		}
	}

	@Override
	public void onComplete() {
		synchronized (this) {
			this.completed = true;
			if (this.busy || !this.turnCame) {
				return;
			}
		}
		send(NOTHING, true);
	}

	@Override
	public void sessionEnded() {
		fail(new IOException("The session ended before the message was sent"));
	}

	private void send(ByteBuffer piece, boolean end) {
		synchronized (this) {
			if (this.ended) {
				return;
			}
		}
		CompletableFuture<@Nullable Void> out = new CompletableFuture<>();
		PieceResult result = turn().send(this.message, piece, end, out);
		if (result == PieceResult.BUSY) {
			synchronized (this) {
				this.busy = true;
			}
			this.session.loop().execute(() -> send(piece, end));
			return;
		}
		this.session.gate().flush();
		if (result == PieceResult.REFUSED) {
			fail(new IOException("The session is closing: the message was cut short"));
		}
		else if (end) {
			completed(out);
		}
		else {
			goOn(out);
		}
	}

	private void completed(CompletableFuture<@Nullable Void> out) {
		if (end()) {
			this.session.sent(this.message.isText(), this.message.size());
			out.whenComplete((nothing, failure) -> {
				if (failure == null) {
					this.done.complete(null);
				}
				else {
					this.done.completeExceptionally(failure);
				}
			});
		}
	}

	private void goOn(CompletableFuture<@Nullable Void> out) {
		CompletableFuture<@Nullable Void> before;
		boolean complete;
		Flow.Subscription source;
		synchronized (this) {
			before = this.last;
			this.last = out;
			this.busy = false;
			complete = this.completed;
			source = this.subscription;
		}
		if (complete) {
			send(NOTHING, true);
		}
		else if (source != null) {
			before.thenRun(() -> source.request(1));
		}
	}

	private void abort() {
		turn().abort(this.message);
		this.session.gate().flush();
	}

	/** There is one, for this message has had it. */
	private MessageTurn turn() {
		return this.session.gate().turn();
	}

	private void fail(IOException failure) {
		Flow.Subscription source;
		synchronized (this) {
			source = this.subscription;
		}
		if (end()) {
			if (source != null) {
				source.cancel();
			}
			this.done.completeExceptionally(failure);
		}
	}

	private synchronized boolean end() {
		boolean first = !this.ended;
		this.ended = true;
		return first;
	}

}
