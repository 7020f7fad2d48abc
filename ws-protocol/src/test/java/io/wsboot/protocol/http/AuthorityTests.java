package io.wsboot.protocol.http;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class AuthorityTests {

	@ParameterizedTest
	@CsvSource({ "localhost,localhost,-1", "EXAMPLE.com:8090,example.com,8090", "127.0.0.1:1,127.0.0.1,1",
			"a_b-c~d.e:65535,a_b-c~d.e,65535", "h:,h,-1", "h:00080,h,80", "x%41y,x%41y,-1", "[::1],[::1],-1",
			"[::1]:8090,[::1],8090", "[2001:DB8::A]:,[2001:db8::a],-1" })
	void hostAndPortAreTakenApart(String text, String host, int port) {
		assertThat(Authority.parse(text)).isEqualTo(new Authority(host, port));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ":80", "h:0", "h:65536", "h:99999999999999999999", "h:-1", "h:+1", "h:8a", "h:80:81",
			"h: 80", "a b", " h", "h/", "h?", "h#", "user@h", "user:pass@h", "h,i", "h\\i", "h%", "h%4", "h%4x",
			"h\u00E4", "::1", "[::1", "::1]", "[::1]x", "[::1]80", "x[::1]", "[]", "[::1]:0", "[::1]]", "[[::1]", "<h>",
			"h\"" })
	void whatIsNoHostAndPortIsRefused(String text) {
		assertThat(Authority.parse(text)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "::", "::1", "1::", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8",
			"abcd:EF01::2345", "::ffff:192.0.2.1", "1:2:3:4:5:6:255.255.255.0", "64:ff9b::0.0.0.0", "1::2:3" })
	void ipv6AddressesAreAccepted(String address) {
		assertThat(Ipv6.isAddress(address)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ":", ":::", "1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "1::2::3",
			"12345::", "g::", "::g", ":1::2", "1::2:", "1:", "1:2:3:4:5:6:7:", "::1.2.3", "::1.2.3.4.5", "::256.1.1.1",
			"::01.1.1.1", "::1.1.1.", "::.1.1.1", "::1..1.1", "1.2.3.4", "1.2.3.4::", "1:2:3:4:5:6:7:1.2.3.4",
			"::1.2.3.4:5", "::1000.1.1.1", "::1.1.1.1x", "::a.1.1.1", "fe80::1%25eth0", "v1.x", "1 ::", ":: 1" })
	void whatIsNoIpv6AddressIsRefused(String address) {
		assertThat(Ipv6.isAddress(address)).isFalse();
	}

	@Test
	void theConstructorRefusesWhatParseRefuses() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Authority("a b", 80)).withMessageContaining("host");
		assertThatIllegalArgumentException().isThrownBy(() -> new Authority("h", 0)).withMessageContaining("65535");
		assertThatIllegalArgumentException().isThrownBy(() -> new Authority("h", 65536)).withMessageContaining("65535");
		assertThatIllegalArgumentException().isThrownBy(() -> new Authority("h", -2)).withMessageContaining("65535");
	}

	@Test
	void theTextFormNamesThePortIfThereIsOne() {
		assertThat(new Authority("h", 80)).hasToString("h:80");
		assertThat(new Authority("[::1]", Authority.NO_PORT)).hasToString("[::1]");
	}

	@Test
	void theHostFieldTellsWhomARequestIsAddressedTo() throws HttpException {
		assertThat(Authority.of(head("/", 1, "Host", "a.example:81"))).hasToString("a.example:81");
		assertThat(Authority.of(head("/", 0, "Host", "a.example"))).hasToString("a.example");
	}

	@Test
	void anAbsoluteTargetWinsOverTheHostField() throws HttpException {
		assertThat(Authority.of(head("http://b.example:82/x", 1, "Host", "a.example"))).hasToString("b.example:82");
		assertThat(Authority.of(head("ws://b.example", 0, "X", "y"))).hasToString("b.example");
	}

	@Test
	void onlyHttp10MayLeaveTheHostOut() throws HttpException {
		assertThat(Authority.of(head("/", 0, "X", "y"))).isNull();
		assertThatExceptionOfType(HttpException.class).isThrownBy(() -> Authority.of(head("http://b/", 1, "X", "y")))
			.withMessageContaining("Host is missing")
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(400));
	}

	@Test
	void aHostFieldIsJudgedEvenIfTheTargetWins() {
		assertThatExceptionOfType(HttpException.class)
			.isThrownBy(() -> Authority.of(head("http://b/", 1, "Host", "a b")))
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(400));
	}

	private static RequestHead head(String target, int minorVersion, String name, String value) {
		return new RequestHead("GET", target, minorVersion, HttpFields.builder().add(name, value).build());
	}

}
