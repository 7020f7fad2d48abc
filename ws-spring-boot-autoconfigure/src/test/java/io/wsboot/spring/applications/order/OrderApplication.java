package io.wsboot.spring.applications.order;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The application.
 */
@SpringBootApplication
class OrderApplication {

}
