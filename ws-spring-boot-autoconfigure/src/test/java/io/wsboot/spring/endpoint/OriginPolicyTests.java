package io.wsboot.spring.endpoint;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Which pages may connect (RFC 6455 §10.2): cross-site hijacking and its disguises.
 */
class OriginPolicyTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			# what                   | Host               | Origin                          | allowed
			same host, same port     | example.com:8090   | http://example.com:8090         | true
			the application's port   | example.com:8090   | http://example.com:8080         | true
			default ports            | example.com        | https://example.com             | true
			upper case               | EXAMPLE.com:8090   | HTTP://Example.COM              | true
			IPv4                     | 127.0.0.1:8090     | http://127.0.0.1:8080           | true
			IPv6                     | [::1]:8090         | http://[::1]:8080               | true
			another IPv6             | [::1]:8090         | http://[::2]:8080               | false
			foreign                  | example.com        | https://evil.example            | false
			subdomain                | example.com        | https://app.example.com         | false
			super-domain             | app.example.com    | https://example.com             | false
			prefix                   | example.com        | https://example.com.evil.net    | false
			suffix                   | example.com        | https://notexample.com          | false
			user information         | example.com        | https://example.com@evil.net    | false
			user information of ours | example.com        | https://evil.net@example.com    | false
			null                     | example.com        | null                            | false
			empty                    | example.com        | ''                              | false
			no scheme                | example.com        | example.com                     | false
			scheme-relative          | example.com        | //example.com                   | false
			with a path              | example.com        | https://example.com/            | false
			with a query             | example.com        | https://example.com?x           | false
			other scheme             | example.com        | ftp://example.com               | false
			file                     | example.com        | file://                         | false
			broken scheme            | example.com        | ht tp://example.com             | false
			scheme with digit first  | example.com        | 1http://example.com             | false
			empty scheme             | example.com        | ://example.com                  | false
			bad port                 | example.com        | https://example.com:99999       | false
			two in one               | example.com        | https://example.com https://a.b | false
			""")
	void sameHostIsTheDefault(String what, String host, String origin, boolean allowed) {
		assertThat(OriginPolicy.sameHost().allows(Requests.get("/", "Host: " + host, "Origin: " + origin))).as(what)
			.isEqualTo(allowed);
	}

	@ParameterizedTest
	@CsvSource({ "https://example.com, true", "http://example.com, false" })
	void aPageInTheClearMayNotConnectOverTls(String origin, boolean allowed) {
		assertThat(OriginPolicy.sameHost().allows(Requests.secure("/", "Host: example.com", "Origin: " + origin)))
			.isEqualTo(allowed);
	}

	@Test
	void aRequestWithoutOriginIsNoBrowsers() {
		assertThat(OriginPolicy.sameHost().allows(Requests.get("/"))).isTrue();
		assertThat(OriginPolicy.patterns(List.of("https://example.com")).allows(Requests.get("/"))).isTrue();
		assertThat(OriginPolicy.patterns(List.of()).allows(Requests.get("/"))).isTrue();
	}

	@Test
	void aRepeatedOriginIsRefused() {
		String[] twice = { "Host: example.com", "Origin: https://example.com", "Origin: https://example.com" };
		assertThat(OriginPolicy.sameHost().allows(Requests.get("/", twice))).isFalse();
		assertThat(OriginPolicy.patterns(List.of("https://example.com")).allows(Requests.get("/", twice))).isFalse();
		assertThat(OriginPolicy.patterns(List.of("*")).allows(Requests.get("/", twice))).isFalse();
	}

	@Test
	void aHostThatIsNoHostMatchesNothing() {
		assertThat(OriginPolicy.sameHost().allows(Requests.get("/", "Host: a b", "Origin: http://a"))).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			# pattern                    | Origin                        | allowed
			https://example.com          | https://example.com           | true
			https://example.com          | https://example.com:443       | true
			https://EXAMPLE.com:443      | https://example.com           | true
			https://example.com          | HTTPS://EXAMPLE.COM           | true
			https://example.com          | http://example.com            | false
			https://example.com          | https://example.com:8443      | false
			https://example.com          | https://app.example.com       | false
			https://example.com          | https://example.com@evil.net  | false
			https://example.com          | null                          | false
			http://localhost:3000        | http://localhost:3000         | true
			http://localhost:3000        | http://localhost:3001         | false
			http://[::1]:3000            | http://[::1]:3000             | true
			capacitor://localhost        | capacitor://localhost         | true
			https://*.example.com        | https://app.example.com       | true
			https://*.example.com        | https://a.b.example.com       | true
			https://*.example.com        | https://example.com           | false
			https://*.example.com        | https://.example.com          | false
			https://*.example.com        | https://notexample.com        | false
			https://*.example.com        | https://app.example.com:8443  | false
			https://*.example.com        | https://app.example.com.evil  | false
			https://*.example.com:8443   | https://app.example.com:8443  | true
			*                            | https://evil.example          | true
			*                            | null                          | true
			""")
	void patternsAreTakenLiterally(String pattern, String origin, boolean allowed) {
		OriginPolicy policy = OriginPolicy.patterns(List.of("https://other.example", pattern));
		assertThat(policy.allows(Requests.get("/", "Host: example.com", "Origin: " + origin))).isEqualTo(allowed);
	}

	@Test
	void anEmptyListAllowsNoPage() {
		OriginPolicy policy = OriginPolicy.patterns(List.of());
		assertThat(policy.allows(Requests.get("/", "Host: example.com", "Origin: https://example.com"))).isFalse();
		assertThat(policy.rule()).isEqualTo("none");
	}

	@ParameterizedTest
	@ValueSource(strings = { "example.com", "https://example.com/", "https://", "https://*", "https://*example.com",
			"https://a.*.example.com", "https://user@example.com", "", "https://example.com:0", "*.example.com" })
	void whatIsNoPatternIsNamed(String pattern) {
		assertThatIllegalArgumentException().isThrownBy(() -> OriginPolicy.patterns(List.of(pattern)))
			.withMessage("'" + pattern + "' is no origin. Write scheme, host and perhaps a port, with nothing behind"
					+ " them, as https://example.com or http://localhost:3000; https://*.example.com for all"
					+ " subdomains; * for every origin");
	}

	@Test
	void nullIsNoPattern() {
		assertThatIllegalArgumentException().isThrownBy(() -> OriginPolicy.patterns(List.of("null")))
			.withMessage("'null' is what every sandboxed page sends, whoever made it: it names nobody."
					+ " Use * if every page is meant");
	}

	@Test
	void rulesAreToldForTheLog() {
		assertThat(OriginPolicy.sameHost().rule())
			.isEqualTo("the host that the request names in its Host field, on any port");
		assertThat(OriginPolicy.patterns(List.of("https://a.b", "https://*.c.d")).rule())
			.isEqualTo("https://a.b, https://*.c.d");
		OriginPolicy own = (request) -> true;
		assertThat(own.rule()).isEqualTo("what the application's own policy says");
	}

}
