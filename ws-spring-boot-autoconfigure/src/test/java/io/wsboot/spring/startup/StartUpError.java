package io.wsboot.spring.startup;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

import io.wsboot.spring.autoconfigure.WsServerAutoConfiguration;
import tools.jackson.dataformat.cbor.CBORMapper;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that must not start, and the whole text that a user then reads: what
 * Spring Boot's failure analyzers make of it, asked as Spring Boot asks them.
 */
final class StartUpError {

	private static final ApplicationContextRunner LISTENER = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WsServerAutoConfiguration.class))
		.withPropertyValues("ws.server.address=127.0.0.1", "ws.server.port=0");

	private final String name;

	private final ApplicationContextRunner application;

	private final String description;

	private final String action;

	/** {@code null} until the application has been started once. */
	private Throwable failure;

	/** What the analyzers say, {@code null} if they know nothing of it. */
	private FailureAnalysis analysis;

	private StartUpError(String name, ApplicationContextRunner application, String description, String action) {
		this.name = name;
		this.application = application;
		this.description = description;
		this.action = action;
	}

	/**
	 * A mistake in an endpoint.
	 * @param type its class, from which the bean has its name
	 * @param method the method at fault, {@code null} if it is the class
	 * @param problem what is said to be wrong
	 * @param remedy what is said to put it right
	 */
	static StartUpError of(Class<?> type, String method, String problem, String remedy) {
		String bean = bean(type);
		return new StartUpError(type.getSimpleName(),
				LISTENER.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class)).withBean(bean, type),
				description("endpoint", bean, type, method, problem), remedy);
	}

	/** A mistake in an advice. */
	static StartUpError ofAdvice(Class<?> type, String method, String problem, String remedy) {
		String bean = bean(type);
		return new StartUpError(type.getSimpleName(), LISTENER.withBean(bean, type),
				description("advice", bean, type, method, problem), remedy);
	}

	/** Any other mistake, in an application that has nothing yet. */
	static StartUpError of(String name, String description, String action) {
		return new StartUpError(name, LISTENER, description, action);
	}

	/** How a mistake in a bean is described. */
	static String description(String kind, String bean, Class<?> type, String method, String problem) {
		return "A WebSocket " + kind + " cannot work as it is written:\n\n    Bean: " + bean + "\n    Class: "
				+ type.getName() + ((method != null) ? "\n    Method: " + method : "") + "\n    Problem: " + problem;
	}

	static String bean(Class<?> type) {
		return StringUtils.uncapitalize(type.getSimpleName());
	}

	/** The same application with more beans. */
	StartUpError with(Class<?>... types) {
		ApplicationContextRunner application = this.application;
		for (Class<?> type : types) {
			application = withBean(application, type);
		}
		return new StartUpError(this.name, application, this.description, this.action);
	}

	private static <T> ApplicationContextRunner withBean(ApplicationContextRunner application, Class<T> type) {
		return application.withBean(bean(type), type);
	}

	/** The same application, changed. */
	StartUpError in(UnaryOperator<ApplicationContextRunner> change) {
		return new StartUpError(this.name, change.apply(this.application), this.description, this.action);
	}

	/** The same application without Jackson and Protobuf on its class path. */
	StartUpError withoutCodecs() {
		return in((application) -> application
			.withClassLoader(new FilteredClassLoader("tools.jackson", "com.google.protobuf")));
	}

	/** The same application with JSON, but no CBOR. */
	StartUpError withoutCbor() {
		return in((application) -> application.withClassLoader(new FilteredClassLoader(CBORMapper.class)));
	}

	/** The same application with Bean Validation, and proxies that validate. */
	StartUpError withValidation() {
		return in((application) -> application
			.withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class)));
	}

	/** The same application with properties. */
	StartUpError withProperties(String... pairs) {
		return in((application) -> application.withPropertyValues(pairs));
	}

	/** Starts the application, and compares every word. */
	void verify() {
		start();
		assertThat(this.analysis).as("no analyzer knows %s", this.failure).isNotNull();
		assertThat(this.analysis.getDescription()).isEqualToNormalizingNewlines(this.description);
		assertThat(this.analysis.getAction()).isEqualToNormalizingNewlines(this.action);
	}

	/** Where the failure and its causes came from. */
	List<StackTraceElement> trace() {
		start();
		List<StackTraceElement> trace = new ArrayList<>();
		for (Throwable each = this.failure; each != null; each = each.getCause()) {
			trace.addAll(List.of(each.getStackTrace()));
		}
		return trace;
	}

	private synchronized void start() {
		if (this.failure != null) {
			return;
		}
		AtomicReference<ConfigurableApplicationContext> started = new AtomicReference<>();
		this.application.withInitializer(started::set).run((context) -> {
			assertThat(context).hasFailed();
			this.failure = context.getStartupFailure();
			this.analysis = analyze(started.get(), this.failure);
		});
	}

	private static FailureAnalysis analyze(ConfigurableApplicationContext context, Throwable failure) {
		ArgumentResolver arguments = ArgumentResolver.of(BeanFactory.class, context.getBeanFactory())
			.and(Environment.class, context.getEnvironment());
		return SpringFactoriesLoader.forDefaultResourceLocation(context.getClassLoader())
			.load(FailureAnalyzer.class, arguments)
			.stream()
			.map((analyzer) -> analyzer.analyze(failure))
			.filter((analysis) -> analysis != null)
			.findFirst()
			.orElse(null);
	}

	@Override
	public String toString() {
		return this.name;
	}

}
