package io.wsboot.protocol;

import java.net.SocketAddress;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufHolder;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelProgressivePromise;
import io.netty.channel.ChannelPromise;
import io.netty.channel.VoidChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;

/**
 * A place in a Netty pipeline at no cost: what a codec passes on goes to the next handler
 * or is counted and released at once. So the codecs are measured, and neither a channel
 * nor a pipeline.
 */
final class NettyContext implements ChannelHandlerContext {

	private final ChannelPromise voidPromise = new VoidChannelPromise(new EmbeddedChannel(), false);

	private final ByteBufAllocator allocator;

	private final Tally tally;

	private final @Nullable NettyContext next;

	private final ChannelInboundHandler handler;

	private NettyContext(Tally tally, ChannelInboundHandler handler, @Nullable NettyContext next) {
		this.allocator = PooledByteBufAllocator.DEFAULT;
		this.tally = tally;
		this.handler = handler;
		this.next = next;
	}

	/**
	 * The end of the pipeline.
	 */
	static NettyContext end(Tally tally) {
		return new NettyContext(tally, new ChannelInboundHandlerAdapter(), null);
	}

	/**
	 * The place before a handler that is the last one.
	 */
	static NettyContext before(ChannelInboundHandler handler, Tally tally) {
		return new NettyContext(tally, handler, end(tally));
	}

	@Override
	public ChannelHandlerContext fireChannelRead(Object message) {
		if (this.next != null) {
			pass(message, this.next);
			return this;
		}
		ByteBufHolder frame = (ByteBufHolder) message;
		this.tally.add(frame.content().readableBytes());
		frame.release();
		return this;
	}

	private void pass(Object message, NettyContext to) {
		try {
			this.handler.channelRead(to, message);
		}
		catch (Exception ex) {
			throw new IllegalStateException("Netty's handler failed", ex);
		}
	}

	@Override
	public ChannelFuture write(Object message, ChannelPromise promise) {
		ByteBuf bytes = (message instanceof ByteBufHolder frame) ? frame.content() : (ByteBuf) message;
		this.tally.addBytes(bytes.readableBytes());
		bytes.release();
		return promise;
	}

	/**
	 * Lets the handler give back what it holds.
	 */
	void remove() throws Exception {
		this.handler.handlerRemoved(this);
	}

	@Override
	public ChannelPromise voidPromise() {
		return this.voidPromise;
	}

	@Override
	public ByteBufAllocator alloc() {
		return this.allocator;
	}

	@Override
	public Channel channel() {
		throw unexpected("channel");
	}

	@Override
	public EventExecutor executor() {
		throw unexpected("executor");
	}

	@Override
	public String name() {
		throw unexpected("name");
	}

	@Override
	public ChannelHandler handler() {
		return this.handler;
	}

	@Override
	public boolean isRemoved() {
		return false;
	}

	@Override
	public ChannelHandlerContext fireChannelRegistered() {
		throw unexpected("fireChannelRegistered");
	}

	@Override
	public ChannelHandlerContext fireChannelUnregistered() {
		throw unexpected("fireChannelUnregistered");
	}

	@Override
	public ChannelHandlerContext fireChannelActive() {
		throw unexpected("fireChannelActive");
	}

	@Override
	public ChannelHandlerContext fireChannelInactive() {
		throw unexpected("fireChannelInactive");
	}

	@Override
	public ChannelHandlerContext fireExceptionCaught(Throwable cause) {
		throw new IllegalStateException("Netty's codec failed", cause);
	}

	@Override
	public ChannelHandlerContext fireUserEventTriggered(Object event) {
		throw unexpected("fireUserEventTriggered");
	}

	@Override
	public ChannelHandlerContext fireChannelReadComplete() {
		throw unexpected("fireChannelReadComplete");
	}

	@Override
	public ChannelHandlerContext fireChannelWritabilityChanged() {
		throw unexpected("fireChannelWritabilityChanged");
	}

	@Override
	public ChannelHandlerContext read() {
		throw unexpected("read");
	}

	@Override
	public ChannelHandlerContext flush() {
		throw unexpected("flush");
	}

	@Override
	public ChannelPipeline pipeline() {
		throw unexpected("pipeline");
	}

	@Override
	@SuppressWarnings("deprecation")
	public <T> Attribute<T> attr(AttributeKey<T> key) {
		throw unexpected("attr");
	}

	@Override
	@SuppressWarnings("deprecation")
	public <T> boolean hasAttr(AttributeKey<T> key) {
		throw unexpected("hasAttr");
	}

	@Override
	public ChannelFuture bind(SocketAddress localAddress, ChannelPromise promise) {
		throw unexpected("bind");
	}

	@Override
	public ChannelFuture connect(SocketAddress remoteAddress, ChannelPromise promise) {
		throw unexpected("connect");
	}

	@Override
	public ChannelFuture connect(SocketAddress remoteAddress, SocketAddress localAddress, ChannelPromise promise) {
		throw unexpected("connect");
	}

	@Override
	public ChannelFuture disconnect(ChannelPromise promise) {
		throw unexpected("disconnect");
	}

	@Override
	public ChannelFuture close(ChannelPromise promise) {
		throw unexpected("close");
	}

	@Override
	public ChannelFuture deregister(ChannelPromise promise) {
		throw unexpected("deregister");
	}

	@Override
	public ChannelFuture writeAndFlush(Object message, ChannelPromise promise) {
		throw unexpected("writeAndFlush");
	}

	@Override
	public ChannelPromise newPromise() {
		throw unexpected("newPromise");
	}

	@Override
	public ChannelProgressivePromise newProgressivePromise() {
		throw unexpected("newProgressivePromise");
	}

	@Override
	public ChannelFuture newSucceededFuture() {
		throw unexpected("newSucceededFuture");
	}

	@Override
	public ChannelFuture newFailedFuture(Throwable cause) {
		throw unexpected("newFailedFuture");
	}

	private static UnsupportedOperationException unexpected(String call) {
		return new UnsupportedOperationException("A codec is not expected to call " + call);
	}

}
