package io.wsboot.sample;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import org.hibernate.validator.constraints.CodePointLength;

/**
 * What a visitor sends to the chat. The field {@code type} of the JSON object says which
 * it is. Lengths are counted in Unicode characters.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
sealed interface ChatMessage {

	/**
	 * The visitor comes in, or goes on under another name.
	 *
	 * @param name what to be called, without the spaces around it
	 */
	@JsonTypeName("join")
	record Join(@NotEmpty(message = "A name needs at least one visible character.") @CodePointLength(max = 32,
			message = "A name may have at most {max} characters.") @Pattern(regexp = "[^\\p{Cc}\\p{Cs}]*",
					message = "A name must be text on one line, without control characters.") String name)
			implements
				ChatMessage {

		public Join {
			name = ChatRules.trim(name);
		}

	}

	/**
	 * The visitor is writing.
	 */
	@JsonTypeName("typing")
	record Typing() implements ChatMessage {

	}

	/**
	 * The visitor says something.
	 *
	 * @param text what, without the spaces around it
	 */
	@JsonTypeName("say")
	record Say(@NotEmpty(message = "A message needs at least one visible character.") @CodePointLength(max = 500,
			message = "A message may have at most {max} characters.") @Pattern(regexp = "\\P{Cs}*",
					message = "A message must be text: this one has half a character in it.") String text)
			implements
				ChatMessage {

		public Say {
			text = ChatRules.trim(text);
		}

	}

}
