package io.wsboot.conformance.interop;

import java.net.InetSocketAddress;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandler;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateServerExtensionHandshaker;

/**
 * Netty.
 */
final class NettyServer implements PeerServer {

	private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

	@Override
	public int start(Events events) throws Exception {
		Channel listening = new ServerBootstrap().group(this.loop)
			.channel(NioServerSocketChannel.class)
			.childHandler(new ChannelInitializer<Channel>() {
				@Override
				protected void initChannel(Channel channel) {
					channel.pipeline()
						.addLast(new HttpServerCodec(), new HttpObjectAggregator(65536),
								new WebSocketServerExtensionHandler(deflate()),
								new WebSocketServerProtocolHandler(config()),
								new WebSocketFrameAggregator(OurSide.LIMIT), new Handler(events));
				}
			})
			.bind("127.0.0.1", 0)
			.sync()
			.channel();
		return ((InetSocketAddress) listening.localAddress()).getPort();
	}

	@Override
	public void close() {
		this.loop.shutdownGracefully();
	}

	/** With the JDK's zlib it has no choice of windows. */
	private static PerMessageDeflateServerExtensionHandshaker deflate() {
		return new PerMessageDeflateServerExtensionHandshaker(6, false, 15, true, true, OurSide.LIMIT);
	}

	private static WebSocketServerProtocolConfig config() {
		return WebSocketServerProtocolConfig.newBuilder()
			.websocketPath("/")
			.subprotocols(PeerClient.SUBPROTOCOL)
			.allowExtensions(true)
			.maxFramePayloadLength(OurSide.LIMIT)
			.handleCloseFrames(false)
			.dropPongFrames(false)
			.build();
	}

	private static final class Handler extends SimpleChannelInboundHandler<WebSocketFrame> {

		private final Events events;

		private boolean closing;

		Handler(Events events) {
			this.events = events;
		}

		@Override
		protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) throws Exception {
			NettySide side = new NettySide(context, this);
			if (frame instanceof TextWebSocketFrame text) {
				this.events.text(side, text.text());
			}
			else if (frame instanceof BinaryWebSocketFrame binary) {
				this.events.binary(side, ByteBufUtil.getBytes(binary.content()));
			}
			else if (frame instanceof PongWebSocketFrame pong) {
				this.events.pong(side, ByteBufUtil.getBytes(pong.content()));
			}
			else if (frame instanceof CloseWebSocketFrame close) {
				this.events.closed(close.statusCode(), close.reasonText());
				if (!this.closing) {
					context.write(close.retain());
				}
				context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
			}
		}

	}

	private record NettySide(ChannelHandlerContext context, Handler handler) implements Side {

		@Override
		public void text(String message) {
			this.context.writeAndFlush(new TextWebSocketFrame(message));
		}

		@Override
		public void binary(byte[] message) {
			this.context.writeAndFlush(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(message)));
		}

		@Override
		public void ping(byte[] payload) {
			this.context.writeAndFlush(new PingWebSocketFrame(Unpooled.wrappedBuffer(payload)));
		}

		@Override
		public void close(int code, String reason) {
			this.handler.closing = true;
			this.context.writeAndFlush(new CloseWebSocketFrame(code, reason));
		}

	}

}
