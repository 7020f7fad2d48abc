package io.wsboot.spring.test;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.ContextHierarchy;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which port the listener of a test context is told to take. The application's file says
 * 8090.
 */
class FreePortTests {

	@Test
	void whenTheTestSaysNothingThenAnyFreePortIsTaken() {
		assertThat(port(Plain.class)).isEqualTo("0");
	}

	@Test
	void whenTheTestIsNestedThenAnyFreePortIsTaken() {
		assertThat(port(Plain.Inner.class)).isEqualTo("0");
	}

	@Test
	void whenTheTestHasAPortForHttpOnlyThenAnyFreePortIsTaken() {
		assertThat(port(RandomPort.class)).isEqualTo("0");
		assertThat(port(NoWebServer.class)).isEqualTo("0");
	}

	@Test
	void whenTheTestKnowsNoSpringBootThenAnyFreePortIsTaken() {
		assertThat(port(WithoutBoot.class)).isEqualTo("0");
	}

	@Test
	void whenContextsHaveAParentThenBothTakeAnyFreePort() {
		assertThat(port(Child.class)).isEqualTo("0");
		assertThat(context(Child.class).getParent().getEnvironment().getProperty("ws.server.port")).isEqualTo("0");
	}

	@Test
	void whenAFileOfAProfileSetsThePortThenAnyFreePortIsTakenAllTheSame() {
		assertThat(context(WithProfile.class).getEnvironment().getActiveProfiles()).containsExactly("elsewhere");
		assertThat(port(WithProfile.class)).isEqualTo("0");
	}

	@Test
	void whenTheTestAsksForDefinedPortsThenTheFileIsFollowed() {
		assertThat(port(DefinedPort.class)).isEqualTo("8090");
	}

	@Test
	void whenTheTestSetsThePortThenItWins() {
		assertThat(port(Property.class)).isEqualTo("8093");
		assertThat(port(PropertySource.class)).isEqualTo("8094");
		assertThat(port(PropertyFile.class)).isEqualTo("8092");
		assertThat(port(Argument.class)).isEqualTo("8095");
		assertThat(port(Dynamic.class)).isEqualTo("8096");
	}

	@Test
	void customizersAreEqualSoThatContextsAreCached() {
		assertThat(new FreePortCustomizer()).isEqualTo(new FreePortCustomizer())
			.hasSameHashCodeAs(new FreePortCustomizer());
		assertThat(context(Plain.class)).isSameAs(context(Same.class)).isNotSameAs(context(Property.class));
	}

	private static String port(Class<?> test) {
		return context(test).getEnvironment().getProperty("ws.server.port");
	}

	private static ApplicationContext context(Class<?> test) {
		return new TestContextManager(test).getTestContext().getApplicationContext();
	}

	@Configuration(proxyBeanMethods = false)
	static class Empty {

	}

	@Configuration(proxyBeanMethods = false)
	static class Own {

	}

	@SpringBootTest(classes = Empty.class)
	static class Plain {

		@Nested
		class Inner {

		}

	}

	@SpringBootTest(classes = Empty.class)
	static class Same {

	}

	@SpringBootTest(classes = Empty.class, webEnvironment = WebEnvironment.RANDOM_PORT)
	static class RandomPort {

	}

	@SpringBootTest(classes = Empty.class, webEnvironment = WebEnvironment.NONE)
	static class NoWebServer {

	}

	@SpringBootTest(classes = Empty.class, webEnvironment = WebEnvironment.DEFINED_PORT)
	static class DefinedPort {

	}

	@ContextConfiguration(classes = Empty.class)
	static class WithoutBoot {

	}

	@ContextHierarchy({ @ContextConfiguration(classes = Empty.class), @ContextConfiguration(classes = Own.class) })
	static class Child {

	}

	@ActiveProfiles("elsewhere")
	@SpringBootTest(classes = Empty.class)
	static class WithProfile {

	}

	@SpringBootTest(classes = Empty.class, properties = "ws.server.port=8093")
	static class Property {

	}

	@SpringBootTest(classes = Empty.class)
	@TestPropertySource(properties = "ws.server.port=8094")
	static class PropertySource {

	}

	@SpringBootTest(classes = Empty.class)
	@TestPropertySource("classpath:test-port.properties")
	static class PropertyFile {

	}

	@SpringBootTest(classes = Empty.class, args = "--ws.server.port=8095")
	static class Argument {

	}

	@SpringBootTest(classes = Empty.class)
	static class Dynamic {

		@DynamicPropertySource
		static void port(DynamicPropertyRegistry registry) {
			registry.add("ws.server.port", () -> 8096);
		}

	}

}
