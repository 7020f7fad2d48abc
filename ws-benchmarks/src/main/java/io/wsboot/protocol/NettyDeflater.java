package io.wsboot.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelOutboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;

/**
 * Netty's permessage-deflate on the sending side, entered where a pipeline enters it.
 */
final class NettyDeflater implements Contender {

	private final Tally deflated = new Tally();

	private final NettyContext context = NettyContext.end(this.deflated);

	private final Tally tally = new Tally();

	private final BinaryWebSocketFrame[] frames;

	private final ChannelOutboundHandler encoder;

	NettyDeflater(byte[][] messages, boolean takeover) {
		this.frames = new BinaryWebSocketFrame[messages.length];
		for (int i = 0; i < messages.length; i++) {
			ByteBuf payload = PooledByteBufAllocator.DEFAULT.directBuffer(messages[i].length).writeBytes(messages[i]);
			this.frames[i] = new BinaryWebSocketFrame(payload);
		}
		this.encoder = NettyDeflate.agree(CompressionOptions.DEFAULTS.level(), takeover).newExtensionEncoder();
	}

	@Override
	public long pass() throws Exception {
		for (BinaryWebSocketFrame frame : this.frames) {
			frame.content().readerIndex(0);
			this.tally.add(frame.content().readableBytes());
			// retained, because the encoder releases what it has written
			this.encoder.write(this.context, frame.retain(), this.context.voidPromise());
		}
		return this.deflated.bytes();
	}

	@Override
	public Tally tally() {
		return this.tally;
	}

	@Override
	public void release() throws Exception {
		this.encoder.handlerRemoved(this.context);
		for (BinaryWebSocketFrame frame : this.frames) {
			frame.release();
		}
	}

}
