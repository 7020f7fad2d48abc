package io.wsboot.transport;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.security.NoSuchAlgorithmException;
import java.util.List;

import javax.net.ssl.SSLContext;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ListenOptionsTests {

	private static final InetSocketAddress PORT = new InetSocketAddress("127.0.0.1", 8090);

	private static final UnixDomainSocketAddress PATH = UnixDomainSocketAddress.of("/run/app/ws.sock");

	@Test
	void eachSettingChangesItselfAlone() throws NoSuchAlgorithmException {
		ServerTls tls = ServerTls.of(SSLContext.getDefault());
		ConnectionOptions connections = ConnectionOptions.DEFAULTS.withNoDelay(false)
			.withKeepAlive(true)
			.withReceiveBufferSize(2048)
			.withSendBufferSize(4096);
		assertThat(connections).isEqualTo(new ConnectionOptions(false, true, 2048, 4096));
		ListenOptions all = ListenOptions.at(PATH)
			.withAddress(PORT)
			.withTls(tls)
			.withBacklog(7)
			.withReusePort(true)
			.withConnections(connections)
			.withProxyProtocol(ProxyProtocol.trusting("10.0.0.0/8"));
		assertThat(all)
			.isEqualTo(new ListenOptions(PORT, tls, 7, true, connections, ProxyProtocol.trusting("10.0.0.0/8")));
	}

	@Test
	void defaultsAreThoseOfTheDocumentation() {
		assertThat(ListenOptions.at(PORT))
			.isEqualTo(new ListenOptions(PORT, null, 1024, false, new ConnectionOptions(true, false, 0, 0), null));
	}

	@Test
	void valuesOutOfRangeAreRefusedByName() {
		assertThatIllegalArgumentException().isThrownBy(() -> ListenOptions.at(PORT).withBacklog(0))
			.withMessage("backlog must be 1 or more, not 0");
		assertThatIllegalArgumentException().isThrownBy(() -> ListenOptions.at(PATH).withReusePort(true))
			.withMessageStartingWith("reusePort needs a port")
			.withMessageContaining(PATH.toString());
		assertThatIllegalArgumentException().isThrownBy(() -> ListenOptions.at(new SocketAddress() {
		})).withMessageStartingWith("address must be an InetSocketAddress or a UnixDomainSocketAddress");
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 1, 1023 })
	void buffersOutOfRangeAreRefusedByName(int size) {
		assertThatIllegalArgumentException().isThrownBy(() -> ConnectionOptions.DEFAULTS.withReceiveBufferSize(size))
			.withMessage(
					"receiveBufferSize must be 0 (the operating system's choice) or 1024 bytes or more, not " + size);
		assertThatIllegalArgumentException().isThrownBy(() -> ConnectionOptions.DEFAULTS.withSendBufferSize(size))
			.withMessageStartingWith("sendBufferSize must be 0");
	}

	@Test
	void theShortFormOfTheBuilderIsAboutTheFirstListener() throws NoSuchAlgorithmException {
		ServerTls tls = ServerTls.of(SSLContext.getDefault());
		WsServer.Builder builder = WsServer.builder();
		assertThat(builder.address()).isEqualTo(new InetSocketAddress(0));
		assertThat(builder.tls()).isNull();
		assertThat(builder.listening()).containsExactly(ListenOptions.at(new InetSocketAddress(0)));
		builder.listen(ListenOptions.at(PORT).withBacklog(7)).listen(ListenOptions.at(PATH));
		builder.tls(tls).address(new InetSocketAddress(1));
		assertThat(builder.address()).isEqualTo(new InetSocketAddress(1));
		assertThat(builder.tls()).isEqualTo(tls);
		assertThat(builder.listening()).containsExactly(
				ListenOptions.at(new InetSocketAddress(1)).withTls(tls).withBacklog(7), ListenOptions.at(PATH));
		builder.listening(List.of(ListenOptions.at(PATH)));
		assertThat(builder.address()).isEqualTo(PATH);
		assertThat(builder.listening()).containsExactly(ListenOptions.at(PATH));
	}

}
