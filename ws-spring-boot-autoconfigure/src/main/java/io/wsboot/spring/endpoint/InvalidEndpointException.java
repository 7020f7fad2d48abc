package io.wsboot.spring.endpoint;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * An endpoint or advice that cannot work as it is written. Thrown when the application
 * starts; the message names bean, class and method, says what is wrong and how to put it
 * right.
 */
public final class InvalidEndpointException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** Whether the bean is an advice. */
	private final boolean advice;

	/** The name of the bean. */
	private final String beanName;

	/** The class as the user wrote it. */
	private final Class<?> endpointType;

	private final transient @Nullable Method method;

	/** What is wrong. */
	private final String problem;

	/** How to put it right. */
	private final String remedy;

	/**
	 * Describes a mistake.
	 * @param beanName the name of the bean
	 * @param endpointType its class, as the user wrote it
	 * @param method the method at fault; {@code null} if it is the class
	 * @param problem what is wrong, in a sentence
	 * @param remedy how to put it right, in a sentence
	 */
	public InvalidEndpointException(String beanName, Class<?> endpointType, @Nullable Method method, String problem,
			String remedy) {
		this(false, beanName, endpointType, method, problem, remedy);
	}

	private InvalidEndpointException(boolean advice, String beanName, Class<?> endpointType, @Nullable Method method,
			String problem, String remedy) {
		super(where(advice, beanName, endpointType, method) + ": " + problem + " " + remedy);
		this.advice = advice;
		this.beanName = beanName;
		this.endpointType = endpointType;
		this.method = method;
		this.problem = problem;
		this.remedy = remedy;
	}

	/** The same for an advice. */
	static InvalidEndpointException ofAdvice(String beanName, Class<?> type, @Nullable Method method, String problem,
			String remedy) {
		return new InvalidEndpointException(true, beanName, type, method, problem, remedy);
	}

	private static String where(boolean advice, String beanName, Class<?> endpointType, @Nullable Method method) {
		String where = (advice ? "Advice '" : "Endpoint '") + beanName + "' (" + endpointType.getName() + ")";
		return (method != null) ? where + ", method " + signature(method) : where;
	}

	private static String signature(Method method) {
		return Arrays.stream(method.getParameterTypes())
			.map(Class::getSimpleName)
			.collect(Collectors.joining(", ", method.getName() + "(", ")"));
	}

	/**
	 * Whether the bean at fault is an advice.
	 * @return {@code false} for an endpoint
	 */
	public boolean isAdvice() {
		return this.advice;
	}

	/**
	 * The bean at fault.
	 * @return its name
	 */
	public String beanName() {
		return this.beanName;
	}

	/**
	 * The class at fault.
	 * @return the bean's class, as the user wrote it
	 */
	public Class<?> endpointType() {
		return this.endpointType;
	}

	/**
	 * The method at fault.
	 * @return the method, {@code null} if it is the class
	 */
	public @Nullable Method method() {
		return this.method;
	}

	/**
	 * What is wrong.
	 * @return a sentence
	 */
	public String problem() {
		return this.problem;
	}

	/**
	 * How to put it right.
	 * @return a sentence
	 */
	public String remedy() {
		return this.remedy;
	}

}
