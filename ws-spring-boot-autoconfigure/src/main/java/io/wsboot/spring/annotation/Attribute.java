package io.wsboot.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;

/**
 * Marks a parameter that takes one of the session's
 * {@link io.wsboot.transport.WsSession#attributes() attributes}, looked up for each call
 * and converted where its type is another one.
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Attribute {

	/**
	 * The name, as {@link #name()}.
	 * @return a name
	 */
	@AliasFor("name")
	String value() default "";

	/**
	 * The name of the attribute; that of the parameter when it is empty. Placeholders
	 * like <code>${…}</code> are resolved.
	 * @return a name
	 */
	@AliasFor("value")
	String name() default "";

	/**
	 * Whether a call without the attribute fails, with an {@link IllegalStateException}
	 * that {@link OnError} methods are given. Otherwise the parameter is {@code null}. An
	 * {@link java.util.Optional} and a parameter that is marked as nullable are never
	 * required.
	 * @return {@code true} unless stated
	 */
	boolean required() default true;

}
