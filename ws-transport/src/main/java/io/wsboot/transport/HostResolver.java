package io.wsboot.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Finds the addresses of a host. It is called on threads that may wait, several at a
 * time, and never for what is an address already.
 */
@FunctionalInterface
public interface HostResolver {

	/**
	 * The operating system's addresses, in its order of preference.
	 */
	HostResolver SYSTEM = (host) -> List.of(InetAddress.getAllByName(host));

	/**
	 * Finds addresses. They are tried in turn.
	 * @param host a name, in lower case
	 * @return one address or more, the favourite first
	 * @throws UnknownHostException if there are none
	 */
	List<InetAddress> resolve(String host) throws UnknownHostException;

}
