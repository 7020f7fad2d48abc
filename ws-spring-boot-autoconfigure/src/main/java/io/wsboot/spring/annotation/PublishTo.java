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

	/**
	 * What the message is worth to members that read too slowly.
	 * @return as each member's endpoint says unless stated
	 */
	DeliveryPolicy delivery() default DeliveryPolicy.STANDARD;

	/**
	 * What the message is the newest value of, with {@link DeliveryPolicy#CONFLATE} and
	 * no other delivery: while one of its key waits for a member, a newer one takes its
	 * place. Variables of the endpoint's path are filled in: {@code price:{share}}.
	 * @return a key; the topic's name when it is empty
	 */
	String key() default "";

}
