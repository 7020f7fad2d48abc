package io.wsboot.conformance.autobahn;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CasesTests {

	@Test
	void thereAre301CasesInTheSuitesOrder() {
		assertThat(Cases.all()).hasSize(301).doesNotHaveDuplicates().isSortedAccordingTo(Cases.ORDER);
		assertThat(Cases.select("all")).isEqualTo(Cases.all());
	}

	@Test
	void everyGroupIsThere() {
		assertThat(Cases.all().stream().map(Cases::group).distinct()).containsExactly("1", "2", "3", "4", "5", "6", "7",
				"9", "10");
	}

	@Test
	void aGroupIsNotAnotherThatBeginsLikeIt() {
		assertThat(Cases.select("1")).hasSize(16).allMatch((id) -> id.startsWith("1."));
	}

	@Test
	void groupsAndSingleCasesCanBeSelected() {
		assertThat(Cases.select("10, 7.5.1,6.4"))
			.isEqualTo(List.of("6.4.1", "6.4.2", "6.4.3", "6.4.4", "7.5.1", "10.1.1"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "8", "1,12", "1.1.99", "*" })
	void aSelectionOfNothingIsRefused(String selection) {
		assertThatIllegalArgumentException().isThrownBy(() -> Cases.select(selection))
			.withMessageContaining("autobahn.cases=" + selection);
	}

}
