package io.wsboot.spring.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.wsboot.spring.actuate.WsInfoContributor.Listener;
import io.wsboot.transport.OutboundUsage;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What the actuator endpoint {@code websockets} says of the listener, of everything at
 * once and of single things. Components are the names in JSON.
 *
 * @param state {@code RUNNING}, {@code DRAINING} or {@code STOPPED}
 * @param listeners where it listens; empty if it does not
 * @param sessions how many are open
 * @param topics how many have members
 * @param outbound what waits for peers that read too slowly; {@code null} if the listener
 * does not run
 * @param endpoints what is served
 */
public record WebSocketsOverview(State state, List<Listener> listeners, int sessions, int topics,
		@Nullable OutboundUsage outbound, List<EndpointEntry> endpoints) implements OperationResponseBody {

	/**
	 * What the listener does.
	 */
	public enum State {

		/**
		 * It lets everybody in.
		 */
		RUNNING,

		/**
		 * It sends its sessions away and refuses new ones.
		 */
		DRAINING,

		/**
		 * It does not listen.
		 */
		STOPPED

	}

	/**
	 * An endpoint.
	 *
	 * @param name under which properties know it
	 * @param path its pattern
	 * @param bean the name of the bean
	 * @param type the class of the bean
	 * @param execution where its callbacks run
	 * @param subprotocols that it speaks, most preferred first
	 * @param sessions how many are open
	 */
	public record EndpointEntry(String name, String path, String bean, String type, String execution,
			List<String> subprotocols, int sessions) implements OperationResponseBody {

	}

	/**
	 * An open session.
	 *
	 * @param id its identifier
	 * @param endpoint the name of its endpoint
	 * @param subprotocol what was agreed on; {@code null} for none
	 * @param open whether messages may still be sent; else it is being closed
	 * @param queuedBytes what waits for its peer
	 * @param topics how many it is a member of
	 * @param user the name of its principal; {@code null} for none, and if values are not
	 * shown
	 * @param peerAddress where its peer is; {@code null} if values are not shown
	 */
	public record SessionEntry(String id, @Nullable String endpoint, @Nullable String subprotocol, boolean open,
			long queuedBytes, int topics, @Nullable String user,
			@Nullable String peerAddress) implements OperationResponseBody {

	}

	/**
	 * A topic.
	 *
	 * @param name what it is called
	 * @param sessions how many are members
	 */
	public record TopicEntry(String name, int sessions) {

	}

	/**
	 * A session that has ended.
	 *
	 * @param at when
	 * @param session its identifier
	 * @param endpoint the name of its endpoint; {@code null} if nobody knows it any more
	 * @param reason why, as a stable code
	 * @param explanation why, as a sentence
	 * @param code the close code that the application was told
	 * @param closeReason the close reason that the application was told; {@code null} if
	 * there is none, and for words of the peer if values are not shown
	 * @param initiator {@code local} if this side began, else {@code peer}
	 * @param openFor how long it was open
	 * @param user the name of its principal; {@code null} for none, and if values are not
	 * shown
	 * @param peerAddress where its peer was; {@code null} if values are not shown
	 */
	public record CloseEntry(Instant at, String session, @Nullable String endpoint, String reason, String explanation,
			int code, @Nullable String closeReason, String initiator, Duration openFor, @Nullable String user,
			@Nullable String peerAddress) {

	}

	/**
	 * What an operator has begun.
	 *
	 * @param operation {@code drain}, {@code shed} or {@code close}
	 * @param sessions how many were open before
	 */
	public record Begun(String operation, int sessions) implements OperationResponseBody {

	}

}
