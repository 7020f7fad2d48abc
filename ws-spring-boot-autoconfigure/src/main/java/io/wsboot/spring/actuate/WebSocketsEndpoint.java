package io.wsboot.spring.actuate;

import io.wsboot.spring.actuate.WebSocketsOverview.Begun;
import io.wsboot.transport.CloseReason;
import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * The actuator endpoint {@code websockets}: what the listener does, and a few things that
 * an operator can have it do. Only reading is allowed unless
 * {@code management.endpoint.websockets.access} is {@code unrestricted}. Messages are
 * neither shown nor sent. Thread-safe.
 * <p>
 * The parameters of an operation are those of its URL, which is why some have many.
 */
@Endpoint(id = "websockets", defaultAccess = Access.READ_ONLY)
public final class WebSocketsEndpoint {

	private static final String SECTIONS = "endpoints, configuration, sessions, topics, slow and closes";

	private final ListenerView view;

	private final Show showValues;

	/**
	 * Looks at a listener.
	 * @param view what there is to see
	 * @param showValues whether users, addresses and words of peers are shown; to those
	 * that cannot be asked who they are only if always
	 */
	public WebSocketsEndpoint(ListenerView view, Show showValues) {
		this.view = view;
		this.showValues = showValues;
	}

	/**
	 * The listener as a whole.
	 * @return its state, its addresses, its endpoints and how much there is
	 */
	@ReadOperation
	public WebSocketsOverview overview() {
		return this.view.overview();
	}

	/**
	 * One kind of what there is.
	 * @param section {@code endpoints}, {@code configuration}, {@code sessions},
	 * {@code topics}, {@code slow} or {@code closes}
	 * @param endpoint only sessions of this endpoint, by name or path
	 * @param topic only sessions that are members of this topic
	 * @param user only sessions of this user, if users are shown
	 * @param slow only sessions whose peers read too slowly
	 * @param page the number of the page, from 0
	 * @param size entries of a page, 1 to 500; 50 unless said
	 * @return a page, or all of what is always little; {@code null} if there is no such
	 * section
	 * @throws InvalidEndpointRequestException if a parameter is wrong
	 */
	@ReadOperation
	public @Nullable Object list(@Selector String section, @Nullable String endpoint, @Nullable String topic,
			@Nullable String user, @Nullable Boolean slow, @Nullable Integer page, @Nullable Integer size) {
		return list(section, new SessionQuery(endpoint, topic, user, Boolean.TRUE.equals(slow)),
				PageRequest.of(page, size), this.showValues == Show.ALWAYS);
	}

	/**
	 * One of many.
	 * @param section {@code sessions} or {@code endpoints}
	 * @param name the session's identifier, or the endpoint's name
	 * @return {@code null} if there is none
	 */
	@ReadOperation
	public @Nullable Object one(@Selector String section, @Selector String name) {
		return one(section, name, this.showValues == Show.ALWAYS);
	}

	/**
	 * Sends sessions away: {@code drain} all of them, for the listener is to end and
	 * refuses new ones from now on; {@code shed} a share, which may open again elsewhere.
	 * They are closed within {@code ws.server.shutdown.drain-window}.
	 * @param operation {@code drain} or {@code shed}
	 * @param percent for {@code shed}, how many of a hundred sessions, 1 to 100
	 * @return what has begun; {@code null} if there is no such operation
	 * @throws InvalidEndpointRequestException if the share is missing, out of range or
	 * not wanted
	 */
	@WriteOperation
	public @Nullable Begun begin(@Selector String operation, @Nullable Integer percent) {
		int sessions = this.view.openSessions();
		switch (operation) {
			case "drain" -> {
				if (percent != null) {
					throw wrong("The operation 'drain' takes no 'percent'; 'shed' does", "drain takes no percent");
				}
				this.view.drain().drain();
			}
			case "shed" -> {
				if (percent == null || percent < 1 || percent > 100) {
					throw wrong("The operation 'shed' needs a 'percent' from 1 to 100, not " + percent,
							"percent must be from 1 to 100");
				}
				this.view.drain().shed(percent);
			}
			default -> {
				return null;
			}
		}
		return new Begun(operation, sessions);
	}

	/**
	 * Closes one session with 1001 {@code operator}.
	 * @param section {@code sessions}
	 * @param name the session's identifier
	 * @return what has begun; {@code null} if there is no such session
	 */
	@DeleteOperation
	public @Nullable Begun close(@Selector String section, @Selector String name) {
		WsSession session = section.equals("sessions") ? this.view.directory().ids().find(name) : null;
		if (session == null) {
			return null;
		}
		int sessions = this.view.openSessions();
		session.close(CloseReason.OPERATOR.status());
		return new Begun("close", sessions);
	}

	@Nullable Object list(String section, SessionQuery query, PageRequest page, boolean showValues) {
		return switch (section) {
			case "endpoints" -> this.view.servedEndpoints();
			case "configuration" -> this.view.configuration();
			case "sessions" -> sessions(query, page, showValues);
			case "slow" ->
				sessions(new SessionQuery(query.endpoint(), query.topic(), query.user(), true), page, showValues);
			case "topics" -> this.view.topics(page);
			case "closes" -> this.view.closes(page, showValues);
			default -> null;
		};
	}

	@Nullable Object one(String section, String name, boolean showValues) {
		return switch (section) {
			case "sessions" -> this.view.session(name, showValues);
			case "endpoints" -> this.view.endpoint(name);
			default -> null;
		};
	}

	/**
	 * Says what there would be.
	 * @param section what was asked for
	 * @return a sentence
	 */
	static String missing(String section) {
		return "There is no '" + section + "' here; there are " + SECTIONS;
	}

	private Object sessions(SessionQuery query, PageRequest page, boolean showValues) {
		if (query.user() != null && !showValues) {
			throw wrong(
					"Sessions cannot be found by 'user', because users are not shown; set "
							+ "management.endpoint.websockets.show-values to when-authorized or always",
					"users are not shown");
		}
		try {
			return this.view.sessions(query, page, showValues);
		}
		catch (IllegalArgumentException ex) {
			throw wrong("The parameter 'endpoint' is wrong: " + ex.getMessage(), "there is no such endpoint");
		}
	}

	private static InvalidEndpointRequestException wrong(String message, String reason) {
		return new InvalidEndpointRequestException(message, reason);
	}

}
