package io.wsboot.spring.applications.game;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * What happens at a table.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({ @JsonSubTypes.Type(value = Event.Joined.class, name = "joined"),
		@JsonSubTypes.Type(value = Event.Marked.class, name = "marked"),
		@JsonSubTypes.Type(value = Event.Won.class, name = "won"),
		@JsonSubTypes.Type(value = Event.Said.class, name = "said"),
		@JsonSubTypes.Type(value = Event.Advised.class, name = "advised"),
		@JsonSubTypes.Type(value = Event.Left.class, name = "left"),
		@JsonSubTypes.Type(value = Event.Refused.class, name = "refused") })
sealed interface Event {

	record Joined(String player) implements Event {

	}

	record Marked(String player, int square) implements Event {

	}

	record Won(String player) implements Event {

	}

	record Said(String player, String text) implements Event {

	}

	record Advised(int square) implements Event {

	}

	record Left(String player) implements Event {

	}

	record Refused(String reason) implements Event {

	}

}
