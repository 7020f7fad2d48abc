package io.wsboot.spring.applications.upload;

import java.io.IOException;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The application. It says its port, and ends when its standard input does.
 */
@SpringBootApplication
class UploadApplication {

	/** Begins the line with the port. */
	static final String PORT = "port ";

	public static void main(String[] arguments) throws IOException {
		try (ConfigurableApplicationContext context = SpringApplication.run(UploadApplication.class, arguments)) {
			System.out.println(PORT + context.getEnvironment().getProperty("local.ws.server.port"));
			System.in.read();
		}
	}

}
