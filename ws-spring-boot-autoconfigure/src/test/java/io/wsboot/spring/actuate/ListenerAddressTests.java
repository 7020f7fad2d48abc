package io.wsboot.spring.actuate;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Addresses as operators read them.
 */
class ListenerAddressTests {

	@Test
	void everyKindOfAddressIsToldApart() throws Exception {
		assertThat(ListenerAddress.text(new InetSocketAddress("127.0.0.1", 8090))).isEqualTo("127.0.0.1:8090");
		assertThat(ListenerAddress.text(new InetSocketAddress(InetAddress.getByName("::1"), 1)))
			.isEqualTo("[0:0:0:0:0:0:0:1]:1");
		assertThat(ListenerAddress.text(InetSocketAddress.createUnresolved("example.org", 80)))
			.isEqualTo("example.org:80");
		assertThat(ListenerAddress.text(UnixDomainSocketAddress.of("/run/chat.sock"))).isEqualTo("unix:/run/chat.sock");
	}

}
