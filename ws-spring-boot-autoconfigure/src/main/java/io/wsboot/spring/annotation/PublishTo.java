package io.wsboot.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Publishes what the method returns to the members of a topic, instead of sending it to
 * the peer. The message is encoded once for all of them; the sender receives it, too, if
 * it is a member. {@code null} publishes nothing.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface PublishTo {

	/**
	 * The topic. Variables of the endpoint's path are filled in: {@code chat:{room}}.
	 * @return a name, not empty
	 */
	String value();

}
