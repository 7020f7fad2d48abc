package io.wsboot.spring.applications.game;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/**
 * What a player may say.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({ @JsonSubTypes.Type(value = Command.Mark.class, name = "mark"),
		@JsonSubTypes.Type(value = Command.Say.class, name = "say"),
		@JsonSubTypes.Type(value = Command.Advise.class, name = "advise") })
sealed interface Command permits Command.Mark, Command.Say, Command.Advise {

	/**
	 * Marks a square.
	 *
	 * @param square from the upper left, line by line
	 */
	record Mark(@Min(0) @Max(8) int square) implements Command {

	}

	/**
	 * Says something to everybody at the table.
	 *
	 * @param text the words
	 */
	record Say(@NotBlank @Size(max = 100) String text) implements Command {

	}

	/**
	 * Asks for a good square.
	 */
	record Advise() implements Command {

	}

}
