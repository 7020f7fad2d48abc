package io.wsboot.transport;

import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Set;

import io.wsboot.protocol.Role;
import org.junit.jupiter.api.Test;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tests run on the class path; this one proves that the two lower modules also work
 * on the module path.
 */
class ModulePathTests {

	private static final String PROTOCOL = "io.wsboot.protocol";

	private static final String TRANSPORT = "io.wsboot.transport";

	private final ModuleFinder finder = ModuleFinder.of(protocolClasses(), transportClasses());

	@Test
	void theProtocolRequiresNothingButTheBase() {
		assertThat(requires(PROTOCOL)).containsExactly("java.base");
	}

	@Test
	void theTransportRequiresNothingButTheBaseAndTheProtocol() {
		assertThat(requires(TRANSPORT)).containsExactlyInAnyOrder("java.base", PROTOCOL);
	}

	@Test
	void annotationsForNullAreNotPassedOn() {
		assertThat(Set.of(PROTOCOL, TRANSPORT)).allSatisfy((module) -> assertThat(descriptor(module).requires())
			.filteredOn((requires) -> requires.name().equals("org.jspecify"))
			.singleElement()
			.extracting(Requires::modifiers)
			.isEqualTo(Set.of(Requires.Modifier.STATIC)));
	}

	@Test
	void bothResolveTogetherAndLoadTheirClasses() throws ClassNotFoundException {
		Configuration configuration = ModuleLayer.boot()
			.configuration()
			.resolve(this.finder, ModuleFinder.of(), Set.of(TRANSPORT));
		ModuleLayer layer = ModuleLayer.boot()
			.defineModulesWithOneLoader(configuration, ClassLoader.getPlatformClassLoader());

		assertThat(layer.modules()).extracting(Module::getName).containsExactlyInAnyOrder(PROTOCOL, TRANSPORT);
		Class<?> role = layer.findLoader(TRANSPORT).loadClass(Role.class.getName());
		assertThat(role.getModule().getName()).isEqualTo(PROTOCOL);
		assertThat(role).isNotSameAs(Role.class);
	}

	private Set<String> requires(String module) {
		return descriptor(module).requires()
			.stream()
			.filter((requires) -> !requires.modifiers().contains(Requires.Modifier.STATIC))
			.map(Requires::name)
			.collect(toSet());
	}

	private ModuleDescriptor descriptor(String module) {
		return this.finder.find(module).map(ModuleReference::descriptor).orElseThrow();
	}

	private static Path protocolClasses() {
		try {
			return Path.of(Role.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException("The class path entry of the protocol is no path", ex);
		}
	}

	private static Path transportClasses() {
		return Path.of(System.getProperty("basedir", ""), "target", "classes");
	}

}
