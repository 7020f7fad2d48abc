package io.wsboot.spring.endpoint;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.transport.HandshakeRequest;
import io.wsboot.transport.Suspension;
import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * The callbacks of a session whose messages are handled at the same time. Their number is
 * bounded; {@code onOpen} has returned before the first, and {@code onClose} begins when
 * the last is through.
 */
final class ConcurrentHandler extends EndpointHandler {

	/** While so many messages are being handled no other begins. */
	static final int MOST = 256;

	private final Executor executor;

	private final AtomicInteger running = new AtomicInteger();

	/** The thread that runs what is no message, and what messages wait for. */
	private volatile @Nullable Thread alone;

	/** What waits until less is going on. */
	private final AtomicReference<@Nullable Suspension> full = new AtomicReference<>();

	/** The last callback, which waits until nothing is going on. */
	private final AtomicReference<@Nullable Runnable> last = new AtomicReference<>();

	ConcurrentHandler(EndpointDefinition endpoint, EndpointCallbacks callbacks, @Nullable Object[] values,
			HandshakeRequest request, Executor executor) {
		super(endpoint, callbacks, values, request);
		this.executor = executor;
	}

	@Override
	public void onOpen(WsSession session) {
		alone(() -> super.onOpen(session));
	}

	@Override
	public void onTextBytes(WsSession session, ByteBuffer utf8, boolean ascii) {
		ByteBuffer own = ByteBuffer.wrap(PayloadReader.copy(utf8));
		begin(session, () -> text(session, own, ascii));
	}

	@Override
	public void onBinary(WsSession session, ByteBuffer data) {
		ByteBuffer own = ByteBuffer.wrap(PayloadReader.copy(data));
		begin(session, () -> super.onBinary(session, own));
	}

	@Override
	public void onPing(WsSession session, ByteBuffer payload) {
		alone(() -> super.onPing(session, payload));
	}

	@Override
	public void onPong(WsSession session, ByteBuffer payload) {
		alone(() -> super.onPong(session, payload));
	}

	@Override
	public void onClose(WsSession session, CloseStatus status) {
		cancelStreams();
		Suspension suspension = session.suspend(NOTHING);
		this.last.set(() -> suspension.resume(() -> alone(() -> super.onClose(session, status))));
		if (this.running.get() == 0) {
			tellOfEnd();
		}
	}

	/** The rest of one message is awaited by no other. */
	@Override
	public <T> void await(WsSession session, CompletionStage<T> stage,
			BiConsumer<? super @Nullable T, ? super @Nullable Throwable> rest) {
		if (this.alone == Thread.currentThread()) {
			super.await(session, stage, rest);
			return;
		}
		this.running.incrementAndGet();
		stage.whenComplete((value, failure) -> execute(session, () -> rest.accept(value, failure)));
	}

	private void alone(Runnable callback) {
		this.alone = Thread.currentThread();
		try {
			callback.run();
		}
		finally {
			this.alone = null;
		}
	}

	private void text(WsSession session, ByteBuffer utf8, boolean ascii) {
		try {
			super.onTextBytes(session, utf8, ascii);
		}
		catch (Exception ex) {
			throw new IllegalStateException("A failure was to be dealt with", ex);
		}
	}

	private void begin(WsSession session, Runnable message) {
		if (this.running.incrementAndGet() >= MOST) {
			this.full.set(session.suspend(NOTHING));
			goOn();
		}
		execute(session, message);
	}

	/** If no thread is free this one works, and the peer waits for it. */
	private void execute(WsSession session, Runnable work) {
		Runnable counted = () -> run(() -> session.runInScope(work));
		try {
			this.executor.execute(counted);
		}
		catch (RejectedExecutionException ex) {
			counted.run();
		}
	}

	private void run(Runnable work) {
		try {
			work.run();
		}
		finally {
			if (this.running.decrementAndGet() == 0) {
				tellOfEnd();
			}
			goOn();
		}
	}

	private void goOn() {
		if (this.full.get() != null && this.running.get() < MOST) {
			Suspension suspension = this.full.getAndSet(null);
			if (suspension != null) {
				suspension.resume();
			}
		}
	}

	private void tellOfEnd() {
		Runnable close = this.last.getAndSet(null);
		if (close != null) {
			close.run();
		}
	}

}
