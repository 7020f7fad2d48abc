package io.wsboot.spring.restart.application;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/**
 * What is started again and again, each time by another class loader.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import({ NoteEndpoint.class, LoopEndpoint.class })
public class RestartedApplication {

	public static ConfigurableApplicationContext run(String[] arguments) {
		return new SpringApplicationBuilder(RestartedApplication.class).web(WebApplicationType.NONE).run(arguments);
	}

}
