package io.wsboot.sample;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;

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
	 * Somebody came or went.
	 *
	 * @param count how many are in the room now
	 */
	@JsonTypeName("presence")
	record Presence(int count) implements ChatEvent {

	}

	/**
	 * What the visitor sent was refused.
	 *
	 * @param message why, in a sentence for people
	 */
	@JsonTypeName("problem")
	record Problem(String message) implements ChatEvent {

	}

}
