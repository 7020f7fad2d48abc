package io.wsboot.protocol;

import java.util.Calendar;
import java.util.Date;
import java.util.Timer;
import java.util.TimerTask;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * The protocol is a value machine: what it may see, and what it must not do.
 */
class ProtocolArchitectureTests {

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.wsboot.protocol");

	@Test
	void onlyThePlainTypesOfTheJdkAreSeen() {
		classes().that()
			.resideInAPackage("io.wsboot.protocol..")
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage("io.wsboot.protocol..", "java.lang", "java.lang.annotation", "java.lang.invoke",
					"java.util", "java.util.function", "java.util.stream", "java.util.zip",
					"java.util.concurrent.locks", "java.nio", "java.nio.charset", "java.security",
					"org.jspecify.annotations")
			.check(CLASSES);
	}

	@Test
	void noClockIsRead() {
		noClasses().should()
			.callMethod(System.class, "nanoTime")
			.orShould()
			.callMethod(System.class, "currentTimeMillis")
			.orShould()
			.dependOnClassesThat()
			.resideInAPackage("java.time..")
			.orShould()
			.dependOnClassesThat()
			.belongToAnyOf(Date.class, Calendar.class)
			.because("time is the transport's; a protocol with a clock cannot be tested with hex strings alone")
			.check(CLASSES);
	}

	@Test
	void noThreadIsStarted() {
		noClasses().should()
			.dependOnClassesThat()
			.belongToAnyOf(Thread.class, ThreadGroup.class, Timer.class, TimerTask.class, Process.class,
					ProcessBuilder.class, Runtime.class)
			.orShould()
			.dependOnClassesThat(executors())
			.because("threads are the transport's")
			.check(CLASSES);
	}

	@Test
	void nothingIsLogged() {
		noClasses().should()
			.dependOnClassesThat()
			.belongToAnyOf(System.Logger.class)
			.orShould()
			.accessField(System.class, "out")
			.orShould()
			.accessField(System.class, "err")
			.orShould()
			.callMethod(Throwable.class, "printStackTrace")
			.check(CLASSES);
	}

	@Test
	void framesAndHeadsDoNotSeeTheHandshake() {
		noClasses().that()
			.resideInAnyPackage("io.wsboot.protocol", "io.wsboot.protocol.http..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.wsboot.protocol.handshake..")
			.check(CLASSES);
	}

	@Test
	void packagesHaveNoCycles() {
		slices().matching("io.(**)").should().beFreeOfCycles().check(CLASSES);
	}

	private static DescribedPredicate<JavaClass> executors() {
		return JavaClass.Predicates.resideInAPackage("java.util.concurrent").as("reside in java.util.concurrent");
	}

}
