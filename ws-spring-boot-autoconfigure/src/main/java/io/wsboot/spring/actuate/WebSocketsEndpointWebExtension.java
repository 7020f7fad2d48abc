package io.wsboot.spring.actuate;

import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * The actuator endpoint {@code websockets} over HTTP: it knows who asks, so it may show
 * more, and what is wrong or not there it answers with 400 or 404 and a sentence.
 * Thread-safe.
 */
@EndpointWebExtension(endpoint = WebSocketsEndpoint.class)
public final class WebSocketsEndpointWebExtension {

	private final WebSocketsEndpoint endpoint;

	private final Show showValues;

	private final Set<String> roles;

	/**
	 * Extends the endpoint.
	 * @param endpoint answers
	 * @param showValues whether users, addresses and words of peers are shown
	 * @param roles who is authorized to see them; empty for everybody that is
	 * authenticated
	 */
	public WebSocketsEndpointWebExtension(WebSocketsEndpoint endpoint, Show showValues, Set<String> roles) {
		this.endpoint = endpoint;
		this.showValues = showValues;
		this.roles = roles;
	}

	/**
	 * As {@link WebSocketsEndpoint#list} does.
	 * @param who asks
	 * @param section what there is
	 * @param endpoint of sessions
	 * @param topic of sessions
	 * @param user of sessions
	 * @param slow whether only slow sessions are wanted
	 * @param page the number of the page
	 * @param size entries of a page
	 * @return the answer
	 */
	@ReadOperation
	public WebEndpointResponse<Object> list(SecurityContext who, @Selector String section, @Nullable String endpoint,
			@Nullable String topic, @Nullable String user, @Nullable Boolean slow, @Nullable Integer page,
			@Nullable Integer size) {
		SessionQuery query = new SessionQuery(endpoint, topic, user, Boolean.TRUE.equals(slow));
		return answer(() -> this.endpoint.list(section, query, PageRequest.of(page, size), isShownTo(who)),
				WebSocketsEndpoint.missing(section));
	}

	/**
	 * As {@link WebSocketsEndpoint#one} does.
	 * @param who asks
	 * @param section what there is
	 * @param name which of it
	 * @return the answer
	 */
	@ReadOperation
	public WebEndpointResponse<Object> one(SecurityContext who, @Selector String section, @Selector String name) {
		return answer(() -> this.endpoint.one(section, name, isShownTo(who)), missing(section, name));
	}

	/**
	 * As {@link WebSocketsEndpoint#begin} does.
	 * @param operation what is to begin
	 * @param percent of the sessions
	 * @return the answer
	 */
	@WriteOperation
	public WebEndpointResponse<Object> begin(@Selector String operation, @Nullable Integer percent) {
		return answer(() -> this.endpoint.begin(operation, percent),
				"There is no operation '" + operation + "'; there are drain and shed");
	}

	/**
	 * As {@link WebSocketsEndpoint#close} does.
	 * @param section what there is
	 * @param name which of it
	 * @return the answer
	 */
	@DeleteOperation
	public WebEndpointResponse<Object> close(@Selector String section, @Selector String name) {
		return answer(() -> this.endpoint.close(section, name), missing(section, name));
	}

	private boolean isShownTo(SecurityContext who) {
		return this.showValues.isShown(who, this.roles);
	}

	private static String missing(String section, String name) {
		return switch (section) {
			case "sessions" -> "There is no open session with the identifier '" + name + "'";
			case "endpoints" -> "There is no endpoint of the name '" + name + "'";
			default -> "Of '" + section + "' there are no single entries; there are of sessions and endpoints";
		};
	}

	private static WebEndpointResponse<Object> answer(Supplier<@Nullable Object> question, String missing) {
		try {
			Object found = question.get();
			return (found != null) ? new WebEndpointResponse<>(found)
					: new WebEndpointResponse<>(new Problem(missing), WebEndpointResponse.STATUS_NOT_FOUND);
		}
		catch (InvalidEndpointRequestException ex) {
			return new WebEndpointResponse<>(new Problem(String.valueOf(ex.getMessage())),
					WebEndpointResponse.STATUS_BAD_REQUEST);
		}
	}

	/**
	 * Why there is no answer.
	 *
	 * @param error a sentence
	 */
	public record Problem(String error) implements OperationResponseBody {

	}

}
