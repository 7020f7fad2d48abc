package io.wsboot.peers;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Returns each frame as it is, and flushes once for all that a read brought: the best
 * that Netty can do, and nothing an application could use.
 */
final class FrameEcho extends ChannelInboundHandlerAdapter {

	@Override
	public void channelRead(ChannelHandlerContext context, Object frame) {
		context.write(frame, context.voidPromise());
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		context.flush();
	}

}
