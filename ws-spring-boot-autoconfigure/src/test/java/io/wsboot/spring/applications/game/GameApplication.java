package io.wsboot.spring.applications.game;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The application.
 */
@SpringBootApplication
class GameApplication {

}
