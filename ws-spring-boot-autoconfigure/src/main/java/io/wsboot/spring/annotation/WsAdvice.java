package io.wsboot.spring.annotation;

import java.lang.annotation.Annotation;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Component;

/**
 * Marks a bean whose {@link OnError} methods take what endpoints and their own
 * {@code @OnError} methods leave unhandled.
 * <p>
 * Of several advices the one that comes first by
 * {@link org.springframework.core.annotation.Order @Order} and takes the failure is
 * called. Without a selector an advice is for all endpoints; with several it is for those
 * that at least one of them selects.
 *
 * <pre class="code">
 * &#64;WsAdvice
 * class Failures {
 *
 *     &#64;OnError
 *     Problem notFound(NoSuchElementException ex) {
 *         return new Problem(ex.getMessage());
 *     }
 *
 * }
 * </pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Component
public @interface WsAdvice {

	/**
	 * Selects endpoints by package, as {@link #basePackages()}.
	 * @return names of packages
	 */
	@AliasFor("basePackages")
	String[] value() default {};

	/**
	 * Selects the endpoints in packages and those below.
	 * @return names of packages
	 */
	@AliasFor("value")
	String[] basePackages() default {};

	/**
	 * Selects the endpoints in the packages of classes, and in those below.
	 * @return classes or interfaces made for the purpose
	 */
	Class<?>[] basePackageClasses() default {};

	/**
	 * Selects the endpoints that are of a type.
	 * @return classes or interfaces
	 */
	Class<?>[] assignableTypes() default {};

	/**
	 * Selects the endpoints whose class has an annotation.
	 * @return annotations
	 */
	Class<? extends Annotation>[] annotations() default {};

}
