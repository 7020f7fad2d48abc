package io.wsboot.spring.test.example;

import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
class ExampleApplication {

}
