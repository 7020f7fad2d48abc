package io.wsboot.peers;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/**
 * Returns each message as an application sees it: a String, or an array of bytes.
 */
final class MessageEcho extends SimpleChannelInboundHandler<WebSocketFrame> {

	@Override
	protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
		if (frame instanceof TextWebSocketFrame text) {
			context.writeAndFlush(new TextWebSocketFrame(text.text()));
		}
		else if (frame instanceof BinaryWebSocketFrame) {
			byte[] data = ByteBufUtil.getBytes(frame.content());
			context.writeAndFlush(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(data)));
		}
	}

}
