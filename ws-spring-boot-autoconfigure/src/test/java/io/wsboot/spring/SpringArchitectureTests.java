package io.wsboot.spring;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfiguration;

import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.annotatedWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.members;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * Which part of the Spring side may see Spring Boot, Micrometer and Actuator, and what an
 * auto-configuration looks like.
 */
class SpringArchitectureTests {

	private static final String AUTOCONFIGURE = "io.wsboot.spring.autoconfigure..";

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.wsboot.spring");

	@Test
	void annotationsEndpointsAndServerDoNotSeeSpringBoot() {
		noClasses().that()
			.resideInAnyPackage("io.wsboot.spring.annotation..", "io.wsboot.spring.endpoint..",
					"io.wsboot.spring.server..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.boot..")
			.allowEmptyShould(true)
			.check(CLASSES);
	}

	@Test
	void micrometerStaysInMetrics() {
		noClasses().that()
			.resideOutsideOfPackages("io.wsboot.spring.metrics..", AUTOCONFIGURE)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.micrometer..", "org.springframework.boot.micrometer..")
			.allowEmptyShould(true)
			.check(CLASSES);
	}

	@Test
	void actuatorStaysInActuate() {
		noClasses().that()
			.resideOutsideOfPackages("io.wsboot.spring.actuate..", AUTOCONFIGURE)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.boot.actuate..", "org.springframework.boot.health..")
			.allowEmptyShould(true)
			.check(CLASSES);
	}

	@Test
	void nobodySeesTheAutoConfigurations() {
		noClasses().that()
			.resideOutsideOfPackage(AUTOCONFIGURE)
			.should()
			.dependOnClassesThat()
			.resideInAPackage(AUTOCONFIGURE)
			.allowEmptyShould(true)
			.check(CLASSES);
	}

	@Test
	void autoConfigurationsArePublicAndFinal() {
		classes().that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.andShould()
			.haveModifier(FINAL)
			.allowEmptyShould(true)
			.check(CLASSES);
	}

	@Test
	void autoConfigurationsHaveNoPublicMembers() {
		members().that()
			.areDeclaredInClassesThat(annotatedWith(AutoConfiguration.class).forSubtype())
			.and(areNotTheDefaultConstructor())
			.should()
			.notBePublic()
			.allowEmptyShould(true)
			.check(CLASSES);
	}

	/**
	 * A public class whose source has no constructor has a public one in its class file;
	 * nobody wrote it.
	 */
	private static DescribedPredicate<JavaMember> areNotTheDefaultConstructor() {
		return DescribedPredicate.describe("are not the default constructor",
				(member) -> !(member instanceof JavaConstructor constructor && constructor.getParameters().isEmpty()));
	}

}
