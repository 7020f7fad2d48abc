package io.wsboot.spring;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rules for the whole house, checked where all of it is on the class path: protocol,
 * transport and Spring.
 */
class HouseArchitectureTests {

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.wsboot");

	@Test
	void allThreeFloorsAreSeen() {
		assertThat(CLASSES).extracting(JavaClass::getPackageName)
			.contains("io.wsboot.protocol", "io.wsboot.transport", "io.wsboot.spring.autoconfigure");
	}

	@Test
	void packagesHaveNoCycles() {
		slices().matching("io.(**)").should().beFreeOfCycles().check(CLASSES);
	}

	@Test
	void everyPackageIsNullMarked() {
		classes().should(resideInANullMarkedPackage()).check(CLASSES);
	}

	@Test
	void namesSayWhatAClassIs() {
		noClasses().should()
			.haveNameMatching(".*(Impl|Manager|Helper|Utils?)")
			.orShould()
			.haveSimpleNameStartingWith("Abstract")
			.check(CLASSES);
	}

	private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
		return new ArchCondition<>("reside in a @NullMarked package") {

			@Override
			public void check(JavaClass type, ConditionEvents events) {
				boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
				events.add(new SimpleConditionEvent(type, marked,
						type.getName() + (marked ? " resides" : " does not reside") + " in a @NullMarked package"));
			}

		};
	}

}
