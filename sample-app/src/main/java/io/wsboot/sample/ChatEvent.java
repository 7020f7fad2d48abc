package io.wsboot.sample;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import org.jspecify.annotations.Nullable;

/**
 * What the chat tells its visitors. The field {@code type} of the JSON object says which
 * it is.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
sealed interface ChatEvent {

	/**
	 * Somebody said something.
	 *
	 * @param name who
	 * @param text what
	 * @param at when, in milliseconds since the epoch
	 */
	@JsonTypeName("line")
	record Line(String name, String text, long at) implements ChatEvent {

	}

	/**
	 * Somebody came or went, or goes by another name.
	 *
	 * @param names who is in the room now, in the order of the alphabet
	 */
	@JsonTypeName("presence")
	record Presence(List<String> names) implements ChatEvent {

	}

	/**
	 * Somebody is writing.
	 *
	 * @param name who
	 */
	@JsonTypeName("typing")
	record Typing(String name) implements ChatEvent {

	}

	/**
	 * What the visitor sent was refused.
	 *
	 * @param field which input is to blame: {@code name}, {@code room} or {@code text};
	 * {@code null}, and not sent, if it is the message as a whole
	 * @param message why, in a sentence for people
	 */
	@JsonTypeName("problem")
	record Problem(@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String field,
			String message) implements ChatEvent {

	}

}
