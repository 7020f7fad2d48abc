package io.wsboot.spring.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What the scanner says to endpoints that cannot work.
 */
final class StartUpErrors {

	private StartUpErrors() {
	}

	/** What a callback may take, whose own subjects are given. */
	static String allowed(String annotation, String subjects) {
		return "A method with " + annotation + " takes " + subjects
				+ "WsSession, HandshakeRequest, Principal, @PathVariable, @RequestParam, @RequestHeader,"
				+ " @CookieValue, @Attribute and what a WsArgumentResolver supplies.";
	}

	static InvalidEndpointException error(Class<?> type) {
		return catchThrowableOfType(InvalidEndpointException.class, () -> Scans.scan(type));
	}

	/**
	 * Scans a class and compares the whole text; {@code method} is null for the class.
	 */
	static void assertError(Class<?> type, String method, String problem, String remedy) {
		assertText(error(type), type, method, problem, remedy);
	}

	static void assertText(InvalidEndpointException error, Class<?> type, String method, String problem,
			String remedy) {
		String bean = Scans.beans(type).getBeanDefinitionNames()[0];
		String where = "Endpoint '" + bean + "' (" + type.getName() + ")"
				+ ((method != null) ? ", method " + method : "");
		assertThat(error).hasMessage(where + ": " + problem + " " + remedy);
		assertThat(error.beanName()).isEqualTo(bean);
		assertThat(error.endpointType()).isEqualTo(type);
		assertThat(error.problem()).isEqualTo(problem);
		assertThat(error.remedy()).isEqualTo(remedy);
		assertThat(error.method() != null).isEqualTo(method != null);
	}

}
