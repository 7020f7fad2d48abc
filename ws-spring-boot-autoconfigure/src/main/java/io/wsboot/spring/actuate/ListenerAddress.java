package io.wsboot.spring.actuate;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * What an address is called where operators read it.
 */
final class ListenerAddress {

	private ListenerAddress() {
	}

	/**
	 * An address as text that may follow {@code ws://}, as far as it has a port.
	 * @param address of a listener or a peer
	 * @return {@code 127.0.0.1:8090}, {@code [::1]:8090} or {@code unix:/run/chat.sock}
	 */
	static String text(SocketAddress address) {
		if (!(address instanceof InetSocketAddress inet)) {
			return "unix:" + address;
		}
		InetAddress host = inet.getAddress();
		String name = (host != null) ? host.getHostAddress() : inet.getHostString();
		return ((name.indexOf(':') >= 0) ? "[" + name + "]" : name) + ":" + inet.getPort();
	}

}
