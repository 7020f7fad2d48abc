package io.wsboot.peers;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.server.standard.ServletServerContainerFactoryBean;

/**
 * Spring's WebSocket support in a Spring Boot application:
 * {@code PORT echo|broadcast [SPRING ARGUMENT...]}. A message has to fit into a buffer
 * that each connection may own; the property {@code peers.message} sets its size.
 */
@SpringBootApplication(proxyBeanMethods = false)
@EnableWebSocket
public class PeerServer implements WebSocketConfigurer {

	private final boolean broadcast;

	PeerServer(@Value("${peers.broadcast}") boolean broadcast) {
		this.broadcast = broadcast;
	}

	/**
	 * Starts the application.
	 * @param args the port, the mode, and what Spring Boot is given
	 */
	public static void main(String[] args) {
		Map<String, Object> properties = new HashMap<>();
		properties.put("server.port", args[0]);
		properties.put("server.address", "127.0.0.1");
		properties.put("server.tomcat.max-connections", "20000");
		properties.put("server.tomcat.accept-count", "1024");
		properties.put("server.jetty.max-connections", "20000");
		properties.put("peers.broadcast", args[1].equals("broadcast"));
		SpringApplication application = new SpringApplication(PeerServer.class);
		application.setDefaultProperties(properties);
		application.run(Arrays.copyOfRange(args, 2, args.length));
	}

	@Override
	public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
		registry.addHandler(new MessageHandler(this.broadcast), "/ws").setAllowedOriginPatterns("*");
	}

	/**
	 * Sets the size of the buffers, if one is given.
	 * @return what configures the container
	 */
	@Bean
	ServletServerContainerFactoryBean container() {
		ServletServerContainerFactoryBean container = new ServletServerContainerFactoryBean();
		Integer size = Integer.getInteger("peers.message");
		if (size != null) {
			container.setMaxTextMessageBufferSize(size);
			container.setMaxBinaryMessageBufferSize(size);
		}
		return container;
	}

}
