package io.wsboot.spring.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What the scanner says to endpoints that cannot work.
 */
final class StartUpErrors {

	private StartUpErrors() {
	}

	/**
	 * Scans a class and compares the whole text; {@code method} is null for the class.
	 */
	static void assertError(Class<?> type, String method, String problem, String remedy) {
		InvalidEndpointException error = catchThrowableOfType(InvalidEndpointException.class, () -> Scans.scan(type));
		String bean = Scans.beans(type).getBeanDefinitionNames()[0];
		String where = "Endpoint '" + bean + "' (" + type.getName() + ")"
				+ ((method != null) ? ", method " + method : "");
		assertThat(error).hasMessage(where + ": " + problem + " " + remedy);
	}

}
