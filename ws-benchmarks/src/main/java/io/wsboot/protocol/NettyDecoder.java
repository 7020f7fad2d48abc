package io.wsboot.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;

/**
 * Netty's decoder, entered where a pipeline enters it, with the buffer that a read has
 * filled. Its frames are released as soon as they come out, so that the pool serves the
 * next one from its cache.
 */
final class NettyDecoder implements Contender {

	private final Tally tally;

	private final NettyContext context;

	private final ByteBuf read;

	private final WebSocket13FrameDecoder decoder;

	private NettyDecoder(byte[] wire, boolean masked, NettyContext context, Tally tally) {
		this.tally = tally;
		this.context = context;
		this.read = PooledByteBufAllocator.DEFAULT.directBuffer(wire.length).writeBytes(wire);
		this.decoder = new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
			.expectMaskedFrames(masked)
			.allowExtensions(true)
			.maxFramePayloadLength((int) ProtocolLimits.DEFAULTS.maxFrameSize())
			.build());
	}

	/**
	 * The frame decoder alone.
	 */
	static NettyDecoder ofFrames(byte[] wire, boolean masked) {
		Tally tally = new Tally();
		return new NettyDecoder(wire, masked, NettyContext.end(tally), tally);
	}

	/**
	 * The frame decoder and behind it Netty's handler that validates text.
	 */
	static NettyDecoder ofValidText(byte[] wire, boolean masked) {
		Tally tally = new Tally();
		return new NettyDecoder(wire, masked, NettyContext.before(new Utf8FrameValidator(), tally), tally);
	}

	/**
	 * A client's frame decoder and behind it Netty's handler that inflates.
	 */
	static NettyDecoder ofCompressed(byte[] wire, boolean takeover) {
		Tally tally = new Tally();
		ChannelInboundHandler inflater = NettyDeflate.agree(CompressionOptions.DEFAULTS.level(), takeover)
			.newExtensionDecoder();
		return new NettyDecoder(wire, false, NettyContext.before(inflater, tally), tally);
	}

	@Override
	public long pass() throws Exception {
		// retained, because the decoder releases what it has used up
		this.decoder.channelRead(this.context, this.read.readerIndex(0).retain());
		return this.tally.bytes();
	}

	@Override
	public Tally tally() {
		return this.tally;
	}

	@Override
	public void release() throws Exception {
		this.context.remove();
		this.read.release();
	}

}
