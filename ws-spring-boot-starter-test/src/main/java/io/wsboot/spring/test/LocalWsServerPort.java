package io.wsboot.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.beans.factory.annotation.Value;

/**
 * The port that the listener of the test's context really has, for a field or a parameter
 * of type {@code int}. Injecting it fails when no listener has started: there is no
 * endpoint, or {@code ws.server.enabled} is {@code false}.
 */
@Target({ ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Value("${local.ws.server.port}")
public @interface LocalWsServerPort {

}
