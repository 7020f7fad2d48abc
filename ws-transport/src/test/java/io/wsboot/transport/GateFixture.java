package io.wsboot.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.wsboot.protocol.ByteSink;
import io.wsboot.protocol.CloseStatus;
import io.wsboot.protocol.MessageSink;
import io.wsboot.protocol.PerMessageDeflate;
import io.wsboot.protocol.ProtocolLimits;
import io.wsboot.protocol.ProtocolSettings;
import io.wsboot.protocol.Role;
import io.wsboot.protocol.Violation;
import io.wsboot.protocol.WebSocketProtocol;

import static org.awaitility.Awaitility.await;

/**
 * An outbound half that speaks WebSocket as a server does, on a real loop, over a
 * scripted kernel.
 */
final class GateFixture implements OutboundGate.Owner, AutoCloseable {

	static final long HIGH_WATER_MARK = 1024 * 1024;

	private final EventLoop loop;

	private final ScriptedChannel channel = new ScriptedChannel();

	private final OutboundGate gate;

	private final WebSocketProtocol protocol;

	private final AtomicInteger blocked = new AtomicInteger();

	private final AtomicInteger ended = new AtomicInteger();

	private final AtomicInteger relaxed = new AtomicInteger();

	private final Map<DropReason, Integer> dropped = new ConcurrentHashMap<>();

	private volatile Throwable failure;

	private volatile Runnable onBlocked = () -> {
	};

	private volatile Runnable onRelaxed = () -> {
	};

	/** Runs on whatever thread encodes a frame, under the wire lock. */
	private volatile Runnable onEncode = () -> {
	};

	GateFixture() throws IOException {
		this(HIGH_WATER_MARK);
	}

	GateFixture(long highWaterMark) throws IOException {
		this(highWaterMark, null);
	}

	/**
	 * An outbound half that compresses.
	 * @param highWaterMark bytes that may wait
	 * @param deflate how; {@code null} for not at all
	 */
	GateFixture(long highWaterMark, PerMessageDeflate deflate) throws IOException {
		this(OutboundLimits.DEFAULTS.withHighWaterMark(highWaterMark), deflate, new OutboundBudget(Long.MAX_VALUE));
	}

	/**
	 * An outbound half with limits of its own.
	 * @param limits what may wait
	 * @param deflate how it compresses; {@code null} for not at all
	 * @param budget what may wait for all together
	 */
	GateFixture(OutboundLimits limits, PerMessageDeflate deflate, OutboundBudget budget) throws IOException {
		OutboundPolicy policy = budget.policy(limits);
		this.loop = loop("test-loop");
		this.gate = new OutboundGate(this.loop, this.channel, this, policy);
		this.protocol = new WebSocketProtocol(
				new ProtocolSettings(Role.SERVER, ProtocolLimits.DEFAULTS, false, deflate), new DeafSink(),
				new WatchedSink(), this.loop.buffers());
		this.gate.open(this.protocol, policy);
		this.loop.start();
	}

	/**
	 * A loop that has not been started, with a buffer for several large messages and the
	 * system's clock.
	 */
	static EventLoop loop(String name) throws IOException {
		return new EventLoop(name, true, 512 * 1024, new AdaptiveSpin(0), TransportListener.NONE);
	}

	EventLoop loop() {
		return this.loop;
	}

	OutboundGate gate() {
		return this.gate;
	}

	ScriptedChannel channel() {
		return this.channel;
	}

	WebSocketProtocol protocol() {
		return this.protocol;
	}

	WrittenFrames frames() {
		return this.channel.frames();
	}

	/**
	 * The callbacks of a session whose outbound half this is.
	 * @param handler called
	 * @return nothing observes them
	 */
	HandlerCalls calls(WsHandler handler) {
		SessionRegistry sessions = new SessionRegistry(new EventLoop[] { this.loop });
		TransportContext context = new TransportContext(TestServer.OPTIONS, TransportListener.NONE, new Topics(),
				sessions);
		return new HandlerCalls(null, this.gate, context, UpgradeDecision.accept(handler));
	}

	SendResult send(String text) {
		return this.gate.send(true, utf8(text), true);
	}

	/**
	 * Sends a text message.
	 * @param text the message
	 * @param compressible whether it may be compressed
	 * @return what became of it
	 */
	SendResult send(String text, boolean compressible) {
		return send(new Deferred.Message(true, utf8(text), true, compressible), Delivery.standard(), null);
	}

	/**
	 * Sends a message as a session does.
	 * @param message the message
	 * @param delivery what it is worth
	 * @param done of the message; {@code null} for none
	 * @return what became of it
	 */
	SendResult send(Deferred.Message message, Delivery delivery, CompletableFuture<Void> done) {
		SendResult result = this.gate.trySend(message.text(), message.payload(), message.handedOver());
		if (result == null) {
			return this.gate.sendInTurn(message, delivery, done);
		}
		if (done != null) {
			this.gate.whenFlushed(done);
		}
		return result;
	}

	/**
	 * A future of everything sent so far.
	 * @return the future
	 */
	CompletableFuture<Void> flushed() {
		CompletableFuture<Void> done = new CompletableFuture<>();
		this.gate.whenFlushed(done);
		return done;
	}

	/**
	 * Lets a thread sit on the message turn, while another sits on the wire lock.
	 * @param text what that thread sends
	 * @return the thread, which gets the wire lock once the other releases it
	 */
	CompletableFuture<SendResult> holdTurn(String text) {
		CompletableFuture<SendResult> sent = new CompletableFuture<>();
		Thread holder = new Thread(() -> sent.complete(send(text)), "turn-holder");
		holder.start();
		// it has the turn and waits for the lock
		await().atMost(10, TimeUnit.SECONDS).until(() -> holder.getState() == Thread.State.WAITING);
		return sent;
	}

	/**
	 * Runs an action on the loop and waits for it.
	 * @param action the action
	 * @return what it returned
	 * @throws Exception what it threw
	 */
	<T> T onLoop(Callable<T> action) throws Exception {
		CompletableFuture<T> result = new CompletableFuture<>();
		this.loop.execute(() -> {
			try {
				result.complete(action.call());
			}
			catch (Throwable ex) {
				result.completeExceptionally(ex);
			}
		});
		return result.get(10, TimeUnit.SECONDS);
	}

	/**
	 * Lets a thread sit on the wire lock, as one does that is slow to encode; it sends a
	 * pong.
	 * @return the thread's doing; to be released
	 * @throws Exception if the thread does not get the lock
	 */
	HeldWire holdWire() throws Exception {
		return holdWire(() -> {
		});
	}

	/**
	 * Lets a thread sit on the wire lock.
	 * @param first what that thread does before
	 * @return the thread's doing; to be released
	 * @throws Exception if the thread does not get the lock
	 */
	HeldWire holdWire(Runnable first) throws Exception {
		HeldWire held = new HeldWire(first);
		held.begun.get(10, TimeUnit.SECONDS);
		return held;
	}

	/**
	 * Waits until the loop has done what it was asked for so far and has flushed: until
	 * its wheel has turned in two passes behind the one that does what was asked.
	 * @throws Exception if that takes too long
	 */
	void settle() throws Exception {
		CompletableFuture<Void> settled = new CompletableFuture<>();
		Deadlines.Timed passes = new Deadlines.Timed() {

			private int turns;

			@Override
			long deadline(long now) {
				if (++this.turns < 2) {
					return now + Deadlines.TICK_NANOS;
				}
				settled.complete(null);
				return Deadlines.NEVER;
			}

		};
		this.loop.execute(() -> this.loop.deadlines().schedule(passes, this.loop.now()));
		settled.get(10, TimeUnit.SECONDS);
	}

	/**
	 * The kernel takes everything from now on, and says so.
	 * @throws Exception if the loop does not come to it
	 */
	void unblock() throws Exception {
		this.channel.takeEverything();
		onLoop(() -> {
			this.gate.writable();
			return null;
		});
		settle();
	}

	void onBlocked(Runnable action) {
		this.onBlocked = action;
	}

	void onRelaxed(Runnable action) {
		this.onRelaxed = action;
	}

	void onEncode(Runnable action) {
		this.onEncode = action;
	}

	int blocked() {
		return this.blocked.get();
	}

	int ended() {
		return this.ended.get();
	}

	int relaxedTimes() {
		return this.relaxed.get();
	}

	Throwable failure() {
		return this.failure;
	}

	@Override
	public void close() throws Exception {
		this.loop.stop();
		this.loop.awaitEnd(10_000);
	}

	@Override
	public Session session() {
		return null;
	}

	@Override
	public void writeBlocked() {
		this.blocked.incrementAndGet();
		this.onBlocked.run();
	}

	@Override
	public void writeFailed(Throwable cause) {
		this.failure = cause;
		this.gate.abort();
	}

	@Override
	public void outputEnded() {
		this.ended.incrementAndGet();
	}

	@Override
	public void relaxed() {
		this.relaxed.incrementAndGet();
		this.onRelaxed.run();
	}

	@Override
	public void closingStateChanged() {
		// nobody waits for it here
	}

	@Override
	public void messagesDropped() {
		this.gate.tellDrops(new TransportListener() {

			@Override
			public void messagesDropped(DropReason reason, int messages) {
				GateFixture.this.dropped.merge(reason, messages, Integer::sum);
			}

		});
	}

	@Override
	public void budgetExceeded() {
		this.gate.abort();
	}

	/**
	 * What was dropped, as far as the listener was told.
	 * @param reason why
	 * @return how many messages
	 */
	int dropped(DropReason reason) {
		return this.dropped.getOrDefault(reason, 0);
	}

	static ByteBuffer utf8(String text) {
		return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * A thread that sits on the wire lock.
	 */
	final class HeldWire {

		private final CompletableFuture<Void> begun = new CompletableFuture<>();

		private final CompletableFuture<Void> mayLeave = new CompletableFuture<>();

		private final CompletableFuture<Void> over;

		private HeldWire(Runnable first) {
			GateFixture.this.onEncode = this::sit;
			this.over = CompletableFuture.runAsync(() -> {
				first.run();
				GateFixture.this.gate.pong(ByteBuffer.allocate(0));
			}, (task) -> new Thread(task, "wire-holder").start());
		}

		void release() throws Exception {
			this.mayLeave.complete(null);
			this.over.get(10, TimeUnit.SECONDS);
		}

		private void sit() {
			if (this.begun.complete(null)) {
				this.mayLeave.orTimeout(20, TimeUnit.SECONDS).join();
			}
		}

	}

	/** The gate's queue, but a test may act while a frame is encoded. */
	private final class WatchedSink implements ByteSink {

		@Override
		public int fragmentSize() {
			return queue().fragmentSize();
		}

		@Override
		public ByteBuffer claim(int size, boolean control) {
			GateFixture.this.onEncode.run();
			return queue().claim(size, control);
		}

		@Override
		public void write(ByteBuffer claimed) {
			queue().write(claimed);
		}

		@Override
		public void write(ByteBuffer claimed, ByteBuffer payload) {
			queue().write(claimed, payload);
		}

		@Override
		public void writeShared(ByteBuffer frames) {
			GateFixture.this.onEncode.run();
			queue().writeShared(frames);
		}

		@Override
		public void end() {
			queue().end();
		}

		private WriteQueue queue() {
			return GateFixture.this.gate.queue();
		}

	}

	private static final class DeafSink implements MessageSink {

		@Override
		public void text(ByteBuffer utf8, boolean ascii) {
			throw new AssertionError("Nothing is received");
		}

		@Override
		public void binary(ByteBuffer payload) {
			throw new AssertionError("Nothing is received");
		}

		@Override
		public void chunk(boolean text, ByteBuffer bytes, boolean last) {
			throw new AssertionError("Nothing is received");
		}

		@Override
		public void ping(ByteBuffer payload) {
			throw new AssertionError("Nothing is received");
		}

		@Override
		public void pong(ByteBuffer payload) {
			throw new AssertionError("Nothing is received");
		}

		@Override
		public void close(CloseStatus status) {
			throw new AssertionError("Nothing is received");
		}

		@Override
		public void violation(Violation violation) {
			throw new AssertionError("Nothing is received");
		}

	}

}
