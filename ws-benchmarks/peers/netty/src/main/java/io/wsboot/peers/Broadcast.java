package io.wsboot.peers;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.util.concurrent.GlobalEventExecutor;

/**
 * Sends each text message to everybody.
 */
final class Broadcast extends SimpleChannelInboundHandler<TextWebSocketFrame> {

	private static final ChannelGroup EVERYBODY = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
		if (event instanceof WebSocketServerProtocolHandler.HandshakeComplete) {
			EVERYBODY.add(context.channel());
		}
		super.userEventTriggered(context, event);
	}

	@Override
	protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
		EVERYBODY.writeAndFlush(new TextWebSocketFrame(frame.text()));
	}

}
