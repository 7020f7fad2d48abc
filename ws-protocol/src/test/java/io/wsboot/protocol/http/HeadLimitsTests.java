package io.wsboot.protocol.http;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class HeadLimitsTests {

	@Test
	void theDefaultsAreThoseOfTheProduct() {
		assertThat(HeadLimits.DEFAULTS).isEqualTo(new HeadLimits(8192, 65536, 100));
	}

	@Test
	void aLimitOutOfRangeIsNamed() {
		assertThat(new HeadLimits(16, 16, 1).maxFields()).isEqualTo(1);
		assertThatIllegalArgumentException().isThrownBy(() -> new HeadLimits(15, 16, 1))
			.withMessageContaining("maxRequestLine");
		assertThatIllegalArgumentException().isThrownBy(() -> new HeadLimits(16, 15, 1))
			.withMessageContaining("maxHeadSize");
		assertThatIllegalArgumentException().isThrownBy(() -> new HeadLimits(16, 16, 0))
			.withMessageContaining("maxFields");
	}

}
