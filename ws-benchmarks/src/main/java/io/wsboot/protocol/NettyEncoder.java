package io.wsboot.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;

/**
 * Netty's encoder, entered where a pipeline enters it. One frame object serves all
 * passes, so that making it is not counted; its void promise spares Netty the promises of
 * the parts.
 */
final class NettyEncoder implements Contender {

	private final Tally tally = new Tally();

	private final ChannelHandlerContext context = NettyContext.end(this.tally);

	private final WebSocket13FrameEncoder encoder;

	private final ByteBuf payload;

	private final TextWebSocketFrame frame;

	private final int batch;

	NettyEncoder(byte[] payload, boolean masked) {
		this.encoder = new WebSocket13FrameEncoder(masked);
		this.payload = PooledByteBufAllocator.DEFAULT.directBuffer(payload.length).writeBytes(payload);
		this.frame = new TextWebSocketFrame(this.payload);
		this.batch = SampleFrames.batch(payload.length);
	}

	@Override
	public long pass() throws Exception {
		for (int i = this.batch; i > 0; i--) {
			this.payload.readerIndex(0);
			// retained, because the encoder releases what it has written
			this.encoder.write(this.context, this.frame.retain(), this.context.voidPromise());
			this.tally.addUnit();
		}
		return this.tally.bytes();
	}

	@Override
	public Tally tally() {
		return this.tally;
	}

	@Override
	public void release() {
		this.frame.release();
	}

}
