package io.wsboot.spring.endpoint;

import java.util.HashMap;
import java.util.Map;

import io.wsboot.spring.annotation.Attribute;
import io.wsboot.spring.annotation.OnClose;
import io.wsboot.spring.annotation.OnError;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.OnOpen;
import io.wsboot.spring.annotation.PublishTo;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Annotations of other programming models that look like ours, or that mean nothing here.
 * They are known by name: none of those libraries has to be there.
 */
final class ForeignAnnotations {

	private static final String PAYLOAD = "The payload needs no annotation: remove it.";

	private static final String MESSAGING = "org.springframework.messaging.";

	private static final String HANDLER = MESSAGING + "handler.annotation.";

	private static final String WEB = "org.springframework.web.bind.annotation.";

	private static final String REST = "jakarta.ws.rs.";

	private static final Map<String, String> REMEDIES = remedies();

	private ForeignAnnotations() {
	}

	private static Map<String, String> remedies() {
		Map<String, String> remedies = new HashMap<>();
		for (String jakarta : new String[] { "jakarta.websocket.", "javax.websocket." }) {
			remedies.put(jakarta + "OnOpen", importInstead(OnOpen.class));
			remedies.put(jakarta + "OnMessage", importInstead(OnMessage.class));
			remedies.put(jakarta + "OnClose", importInstead(OnClose.class));
			remedies.put(jakarta + "OnError", importInstead(OnError.class));
			remedies.put(jakarta + "server.PathParam", importInstead(PathVariable.class));
		}
		remedies.put(REST + "PathParam", importInstead(PathVariable.class));
		remedies.put(REST + "QueryParam", importInstead(RequestParam.class));
		remedies.put(REST + "HeaderParam", importInstead(RequestHeader.class));
		remedies.put(REST + "CookieParam", importInstead(CookieValue.class));
		remedies.put(WEB + "RequestAttribute", importInstead(Attribute.class));
		remedies.put(WEB + "SessionAttribute", importInstead(Attribute.class));
		remedies.put(HANDLER + "MessageMapping", importInstead(OnMessage.class));
		remedies.put(HANDLER + "MessageExceptionHandler", importInstead(OnError.class));
		remedies.put(HANDLER + "SendTo", importInstead(PublishTo.class));
		remedies.put(HANDLER + "DestinationVariable", importInstead(PathVariable.class));
		remedies.put(HANDLER + "Header", importInstead(RequestHeader.class));
		remedies.put(HANDLER + "Payload", PAYLOAD);
		remedies.put(MESSAGING + "simp.annotation.SubscribeMapping", importInstead(OnOpen.class));
		remedies.put(MESSAGING + "simp.annotation.SendToUser",
				"What a method returns is sent to the peer anyway: remove it.");
		remedies.put(WEB + "RequestBody", PAYLOAD);
		remedies.put(WEB + "ResponseBody", "What a method returns is sent to the peer anyway: remove it.");
		remedies.put(WEB + "ExceptionHandler", importInstead(OnError.class));
		return Map.copyOf(remedies);
	}

	private static String importInstead(Class<?> annotation) {
		return "Import " + annotation.getName() + " instead.";
	}

	/**
	 * How to replace an annotation that belongs to another programming model.
	 * @param name the annotation's class
	 * @return a sentence, {@code null} if the annotation is none of those
	 */
	static @Nullable String remedy(String name) {
		String remedy = REMEDIES.get(name);
		if (remedy != null) {
			return remedy;
		}
		boolean foreign = name.startsWith("jakarta.websocket.") || name.startsWith("javax.websocket.")
				|| name.startsWith(MESSAGING);
		return foreign ? "It belongs to another programming model: remove it." : null;
	}

}
