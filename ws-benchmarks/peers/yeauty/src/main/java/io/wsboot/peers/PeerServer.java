package io.wsboot.peers;

import java.util.Map;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The Netty starter as its documentation shows it: {@code PORT echo}. Spring Boot 2.7 is
 * the last one that it works with.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class PeerServer {

	/**
	 * Starts the application.
	 * @param args the port and the mode
	 */
	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(PeerServer.class);
		application.setDefaultProperties(Map.of("peers.port", args[0]));
		application.run();
	}

}
