package io.wsboot.conformance.interop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;

/**
 * Tomcat, through the Jakarta API.
 */
final class TomcatServer implements PeerServer {

	private final Tomcat tomcat = new Tomcat();

	@Override
	public int start(Events events) throws Exception {
		String base = Path.of("target", "tomcat").toAbsolutePath().toString();
		this.tomcat.setBaseDir(base);
		this.tomcat.setSilent(true);
		Connector connector = new Connector("HTTP/1.1");
		connector.setProperty("address", "127.0.0.1");
		connector.setPort(0);
		this.tomcat.setConnector(connector);
		StandardContext context = (StandardContext) this.tomcat.addContext("", base);
		context.setClearReferencesRmiTargets(false);
		context.setClearReferencesThreadLocals(false);
		context.addServletContainerInitializer(new WsSci(), Set.of());
		context.addServletContainerInitializer(new EndpointInitializer(events), Set.of());
		Tomcat.addServlet(context, "default", new DefaultServlet());
		context.addServletMappingDecoded("/", "default");
		this.tomcat.start();
		return connector.getLocalPort();
	}

	@Override
	public void close() throws Exception {
		this.tomcat.stop();
		this.tomcat.destroy();
	}

	private record EndpointInitializer(Events events) implements ServletContainerInitializer {

		@Override
		public void onStartup(Set<Class<?>> classes, ServletContext context) throws ServletException {
			ServerContainer container = (ServerContainer) context.getAttribute(ServerContainer.class.getName());
			try {
				container.addEndpoint(ServerEndpointConfig.Builder.create(EventsEndpoint.class, "/")
					.subprotocols(List.of(PeerClient.SUBPROTOCOL))
					.configurator(new ServerEndpointConfig.Configurator() {
						@Override
						public <T> T getEndpointInstance(Class<T> type) {
							return type.cast(new EventsEndpoint(EndpointInitializer.this.events));
						}
					})
					.build());
			}
			catch (DeploymentException ex) {
				throw new ServletException(ex);
			}
		}

	}

	private static final class EventsEndpoint extends Endpoint {

		private final Events events;

		EventsEndpoint(Events events) {
			this.events = events;
		}

		@Override
		public void onOpen(Session session, EndpointConfig config) {
			TomcatSide side = new TomcatSide(session);
			session.setMaxTextMessageBufferSize(16 * 1024 * 1024);
			session.setMaxBinaryMessageBufferSize(16 * 1024 * 1024);
			session.addMessageHandler(String.class,
					(MessageHandler.Whole<String>) (text) -> Telling.tell(() -> this.events.text(side, text)));
			session.addMessageHandler(byte[].class,
					(MessageHandler.Whole<byte[]>) (data) -> Telling.tell(() -> this.events.binary(side, data)));
			session.addMessageHandler(PongMessage.class, (MessageHandler.Whole<PongMessage>) (pong) -> Telling
				.tell(() -> this.events.pong(side, OurSide.bytes(pong.getApplicationData()))));
		}

		@Override
		public void onClose(Session session, CloseReason reason) {
			this.events.closed(reason.getCloseCode().getCode(),
					(reason.getReasonPhrase() != null) ? reason.getReasonPhrase() : "");
		}

	}

	private record TomcatSide(Session session) implements Side {

		@Override
		public void text(String message) throws IOException {
			this.session.getBasicRemote().sendText(message);
		}

		@Override
		public void binary(byte[] message) throws IOException {
			this.session.getBasicRemote().sendBinary(ByteBuffer.wrap(message));
		}

		@Override
		public void ping(byte[] payload) throws IOException {
			this.session.getBasicRemote().sendPing(ByteBuffer.wrap(payload));
		}

		@Override
		public void close(int code, String reason) throws IOException {
			this.session.close(new CloseReason(CloseCodes.getCloseCode(code), reason));
		}

	}

}
