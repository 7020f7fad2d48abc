package io.wsboot.peers;

import java.nio.file.Path;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;

/**
 * Embedded Tomcat: {@code PORT echo}. A message has to fit into a buffer that each
 * connection owns; the property {@code peers.message} sets its size.
 */
public final class PeerServer {

	private static final Logger ROOT = Logger.getLogger("");

	private PeerServer() {
	}

	/**
	 * Starts the server.
	 * @param args the port and the mode
	 * @throws LifecycleException if it does not start
	 */
	public static void main(String[] args) throws LifecycleException {
		ROOT.setLevel(Level.WARNING);
		String folder = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath().toString();
		Tomcat tomcat = new Tomcat();
		tomcat.setBaseDir(folder);
		Connector connector = new Connector("HTTP/1.1");
		connector.setPort(Integer.parseInt(args[0]));
		connector.setProperty("address", "127.0.0.1");
		connector.setProperty("maxConnections", "20000");
		connector.setProperty("acceptCount", "1024");
		tomcat.setConnector(connector);
		Context context = tomcat.addContext("", folder);
		String size = System.getProperty("peers.message");
		if (size != null) {
			context.addParameter("org.apache.tomcat.websocket.binaryBufferSize", size);
			context.addParameter("org.apache.tomcat.websocket.textBufferSize", size);
		}
		context.addServletContainerInitializer(new WsSci(), Set.of(MessageEcho.class));
		Tomcat.addServlet(context, "default", new DefaultServlet());
		context.addServletMappingDecoded("/", "default");
		tomcat.start();
		tomcat.getServer().await();
	}

}
