package io.wsboot.spring.autoconfigure;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds for every auto-configuration.
 */
class AutoConfigurationRulesTests {

	/**
	 * What endpoints, events and the operator's view are made of. Applications change it
	 * by beans of other kinds: resolvers, codecs, interceptors, authenticators and
	 * customizers. One in the place of these would leave authentication out, or the
	 * origin.
	 */
	private static final Set<String> PARTS = Set.of("wsEndpointRegistry", "wsEndpointRuntime", "wsInterceptors",
			"wsHandshakeAuthentication", "wsUpgradeHandler", "wsServerFactory", "wsSessionEvents", "wsRecentCloses",
			"wsListenerView");

	static List<Class<?>> autoConfigurations() {
		List<Class<?>> found = new ArrayList<>();
		for (String name : ImportCandidates.load(AutoConfiguration.class, null)) {
			if (name.startsWith("io.wsboot.")) {
				found.add(ClassUtils.resolveClassName(name, null));
			}
		}
		assertThat(found).hasSizeGreaterThan(1);
		return found;
	}

	static Stream<Method> beans() {
		return autoConfigurations().stream()
			.flatMap((type) -> Stream.concat(Stream.of(type), Arrays.stream(type.getDeclaredClasses())))
			.flatMap((type) -> Arrays.stream(type.getDeclaredMethods()))
			.filter((method) -> method.isAnnotationPresent(Bean.class));
	}

	@ParameterizedTest
	@MethodSource("beans")
	void aBeanBacksOffUnlessItIsAPartOrOneOfSeveral(Method bean) {
		boolean known = Modifier.isPublic(bean.getReturnType().getModifiers());
		boolean oneOfSeveral = bean.getReturnType() == WsServerCustomizer.class;
		assertThat(bean.isAnnotationPresent(ConditionalOnMissingBean.class) || !known || oneOfSeveral
				|| PARTS.contains(bean.getName()))
			.as("%s must be @ConditionalOnMissingBean, so that an application may have its own", bean)
			.isTrue();
	}

	@ParameterizedTest
	@MethodSource("autoConfigurations")
	void whatMayBeMissingIsNamedAndNotReferredToInTheOrder(Class<?> type) {
		AutoConfiguration order = type.getAnnotation(AutoConfiguration.class);
		assertThat(Stream.of(order.after(), order.before()).flatMap(Arrays::stream))
			.allSatisfy((other) -> assertThat(other.getPackageName()).matches(
					"(org\\.springframework\\.boot\\.autoconfigure|io\\.wsboot\\.spring\\.autoconfigure)(\\..*)?"));
		assertThat(Stream.of(order.afterName(), order.beforeName()).flatMap(Arrays::stream))
			.allSatisfy((name) -> assertThat(ClassUtils.isPresent(name, null)).as("%s exists", name).isTrue());
	}

	@ParameterizedTest
	@MethodSource("autoConfigurations")
	void nothingIsScannedFor(Class<?> type) {
		assertThat(Stream.concat(Stream.of(type), Arrays.stream(type.getDeclaredClasses())))
			.noneMatch((each) -> AnnotatedElementUtils.hasAnnotation(each, ComponentScan.class));
	}

}
