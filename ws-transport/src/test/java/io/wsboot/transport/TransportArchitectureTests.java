package io.wsboot.transport;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * The transport knows the JDK and the protocol, and nothing above.
 */
class TransportArchitectureTests {

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.wsboot.transport");

	@Test
	void onlyTheJdkAndTheProtocolAreSeen() {
		classes().that()
			.resideInAPackage("io.wsboot.transport..")
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage("io.wsboot.transport..", "io.wsboot.protocol..", "java..", "javax.net..",
					"javax.security.auth..", "org.jspecify.annotations")
			.check(CLASSES);
	}

	@Test
	void theTransportDoesNotSeeItsHttpSide() {
		noClasses().that()
			.resideInAPackage("io.wsboot.transport")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.wsboot.transport.http..")
			.because("plain HTTP plugs in through HttpExchangeHandler")
			.check(CLASSES);
	}

	@Test
	void packagesHaveNoCycles() {
		slices().matching("io.(**)").should().beFreeOfCycles().check(CLASSES);
	}

}
