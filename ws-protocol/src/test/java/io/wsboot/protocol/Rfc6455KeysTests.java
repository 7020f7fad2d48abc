package io.wsboot.protocol;

import java.security.SecureRandom;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * RFC 6455 §5.3, §10.3: masking keys are strong and do not tell each other.
 */
class Rfc6455KeysTests {

	@Test
	void everyKeyIsDrawnFromASecureGenerator() {
		JavaClasses protocol = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
			.importPackages("io.wsboot.protocol");
		classes().that()
			.belongToAnyOf(MaskingKeys.class)
			.should()
			.dependOnClassesThat()
			.belongToAnyOf(SecureRandom.class)
			.check(protocol);
		noClasses().should()
			.dependOnClassesThat()
			.belongToAnyOf(Random.class, ThreadLocalRandom.class, SplittableRandom.class)
			.orShould()
			.callMethod(Math.class, "random")
			.check(protocol);
	}

	@Test
	void noBitOfAKeyFollowsFromTheKeyBefore() {
		int count = 20_000;
		int[][] agreements = new int[Integer.SIZE][Integer.SIZE];
		int before = MaskingKeys.next();
		for (int i = 0; i < count; i++) {
			int key = MaskingKeys.next();
			for (int one = 0; one < Integer.SIZE; one++) {
				for (int other = 0; other < Integer.SIZE; other++) {
					agreements[one][other] += 1 & ~((before >>> one) ^ (key >>> other));
				}
			}
			before = key;
		}
		// fair coins are ten standard deviations away from these bounds
		for (int[] row : agreements) {
			for (int agreement : row) {
				assertThat(agreement).isBetween(9_300, 10_700);
			}
		}
	}

}
