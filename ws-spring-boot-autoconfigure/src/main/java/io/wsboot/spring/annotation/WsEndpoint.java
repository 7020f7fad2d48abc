package io.wsboot.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Component;

/**
 * Marks a bean that serves WebSocket sessions on one path.
 * <p>
 * It is a stereotype like {@code @Service}: the class is found by component scanning,
 * gets its collaborators by constructor injection and may be proxied. There is one
 * instance for all sessions, so what belongs to a session is kept in its
 * {@link io.wsboot.transport.WsSession#attributes() attributes}. Methods are marked with
 * {@link OnOpen}, {@link OnMessage}, {@link OnClose}, {@link OnError}, {@link OnPing} and
 * {@link OnPong}; at least one is needed. Everything is checked when the application
 * starts.
 *
 * <pre class="code">
 * &#64;WsEndpoint("/chat/{room}")
 * class ChatEndpoint {
 *
 *     &#64;OnOpen
 *     void open(WsSession session, &#64;PathVariable String room) {
 *         session.join("chat:" + room);
 *     }
 *
 *     &#64;OnMessage
 *     &#64;PublishTo("chat:{room}")
 *     String line(String text) {
 *         return text;
 *     }
 *
 * }
 * </pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Component
public @interface WsEndpoint {

	/**
	 * The path, as {@link #path()}.
	 * @return a pattern
	 */
	@AliasFor("path")
	String value() default "";

	/**
	 * The path that the endpoint serves, as a pattern of Spring's
	 * {@link org.springframework.web.util.pattern.PathPattern}: {@code /chat/{room}},
	 * {@code /files/{*rest}}. A leading slash is added when it is missing, and
	 * <code>${…}</code> placeholders are resolved. Of several patterns that match a
	 * request the most specific one is taken; two endpoints with the same pattern,
	 * whatever its variables are called, are an error at start-up.
	 * @return a pattern
	 */
	@AliasFor("value")
	String path() default "";

	/**
	 * The name under which properties and actuators know the endpoint; the bean name when
	 * it is empty. No two endpoints may have the same.
	 * @return a name
	 */
	String name() default "";

	/**
	 * The subprotocols that the endpoint speaks, most preferred first (RFC 6455 §1.9).
	 * The first one that the client offers is agreed on; if there is none, the session
	 * opens without a subprotocol, and a client that insists on one ends it.
	 * @return names, each a token of HTTP
	 */
	String[] subprotocols() default {};

	/**
	 * Where the callbacks run, except for those methods that say it themselves. When some
	 * run on the event loop and some on the executor, the session lives on the event
	 * loop, and a method on the executor costs it two changes of threads.
	 * @return the executor for handlers unless stated
	 */
	Execution execution() default Execution.EXECUTOR;

	/**
	 * Whether messages of one session may be handled at the same time, on several
	 * threads, so that replies come as they are ready. {@code @OnOpen} has returned
	 * before the first, and {@code @OnClose} comes when the last is through; methods must
	 * be ready to overlap.
	 * @return {@code false} unless stated: callbacks of a session never overlap
	 */
	boolean concurrent() default false;

	/**
	 * The codec by which methods take and return objects, for sessions whose subprotocol
	 * does not choose one. <code>${…}</code> placeholders are resolved, and
	 * {@code ws.endpoints.<name>.codec} wins over it.
	 * @return the name of a codec, for example {@code cbor}; when it is empty, the kind
	 * of a message decides: JSON in text, the first binary codec in binary
	 */
	String codec() default "";

	/**
	 * What becomes of a message that no method takes.
	 * @return as {@code ws.messages.unmatched} says unless stated;
	 * {@code ws.endpoints.<name>.messages.unmatched} wins over it
	 */
	Unmatched unmatched() default Unmatched.DEFAULT;

	/**
	 * What happens when so much waits for a peer that reads too slowly that there is no
	 * room for another message.
	 * @return as {@code ws.outbound.slow-consumer} says unless stated;
	 * {@code ws.endpoints.<name>.outbound.slow-consumer} wins over it
	 */
	SlowConsumerPolicy slowConsumer() default SlowConsumerPolicy.DEFAULT;

}
