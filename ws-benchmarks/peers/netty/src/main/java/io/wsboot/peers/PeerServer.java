package io.wsboot.peers;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandler;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateServerExtensionHandshaker;
import io.netty.handler.ssl.SslContext;

/**
 * Netty with one event loop: {@code PORT echo|broadcast nio|epoll messages|frames}. The
 * system property {@code peers.tls} names a key store to encrypt with, and
 * {@code peers.deflate} a level to compress with.
 */
public final class PeerServer {

	private static final int LONGEST_MESSAGE = 1 << 20;

	private static final int BACKLOG = 1024;

	private static final int WINDOW = 15;

	private static final int DEFLATE = Integer.getInteger("peers.deflate", 0);

	private static final String TLS = System.getProperty("peers.tls", "");

	private PeerServer() {
	}

	/**
	 * Starts the server.
	 * @param args the port, the mode, the transport and what is echoed
	 * @throws Exception if it cannot be started
	 */
	public static void main(String[] args) throws Exception {
		SslContext tls = TLS.isEmpty() ? null : Encryption.context(Path.of(TLS));
		boolean epoll = args[2].equals("epoll");
		IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
		Class<? extends ServerChannel> channel = epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
		EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, io);
		new ServerBootstrap().group(loop)
			.channel(channel)
			.option(ChannelOption.SO_BACKLOG, BACKLOG)
			.childOption(ChannelOption.TCP_NODELAY, true)
			.childHandler(new ChannelInitializer<Channel>() {

				@Override
				protected void initChannel(Channel child) {
					if (tls != null) {
						child.pipeline().addLast(tls.newHandler(child.alloc()));
					}
					pipeline(child.pipeline(), args[1].equals("broadcast"), args[3].equals("frames"));
				}

			})
			.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])))
			.sync();
	}

	private static void pipeline(ChannelPipeline pipeline, boolean broadcast, boolean frames) {
		pipeline.addLast(new HttpServerCodec());
		pipeline.addLast(new HttpObjectAggregator(1 << 16));
		if (DEFLATE > 0) {
			pipeline.addLast(new WebSocketServerExtensionHandler(
					new PerMessageDeflateServerExtensionHandshaker(DEFLATE, false, WINDOW, false, false, 0)));
		}
		pipeline.addLast(new WebSocketServerProtocolHandler("/ws", null, DEFLATE > 0, LONGEST_MESSAGE));
		if (frames) {
			pipeline.addLast(new FrameEcho());
			return;
		}
		ChannelHandler last = broadcast ? new Broadcast() : new MessageEcho();
		pipeline.addLast(new WebSocketFrameAggregator(LONGEST_MESSAGE), last);
	}

}
