package io.wsboot.spring.endpoint;

import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.stream.BaseStream;

import org.springframework.core.ResolvableType;

/**
 * How the values of a method reach whom they are for, as its return type tells.
 */
enum ReturnKind {

	/** Nothing is ever sent. */
	NOTHING,

	/** One value, there when the method returns; an empty {@link Optional} is none. */
	VALUE,

	/** One value, there later. */
	LATER,

	/** Values one after the other, taken from the method. */
	SEQUENCE,

	/** Values as they come, asked for from a publisher. */
	STREAM;

	/**
	 * How a type returns values.
	 * @param type the type, {@link Object} for whatever it turns out to be
	 * @return the kind
	 */
	static ReturnKind of(Class<?> type) {
		if (type == void.class || type == Void.class) {
			return NOTHING;
		}
		if (CompletionStage.class.isAssignableFrom(type)) {
			return LATER;
		}
		// not every Iterable: a JSON tree or a Path is one value
		if (Collection.class.isAssignableFrom(type) || BaseStream.class.isAssignableFrom(type)
				|| type == Iterable.class) {
			return SEQUENCE;
		}
		if (Flow.Publisher.class.isAssignableFrom(type)) {
			return STREAM;
		}
		return ReactiveTypes.kind(type);
	}

	/**
	 * The type of what is sent.
	 * @param returned what the method returns
	 * @return the type of one value; {@link Object} if nobody knows, {@link Void} if
	 * there is none
	 */
	static ResolvableType element(ResolvableType returned) {
		Class<?> type = returned.resolve(Object.class);
		if (type == Optional.class) {
			return returned.getGeneric(0);
		}
		return switch (of(type)) {
			case NOTHING -> ResolvableType.forClass(Void.class);
			case VALUE -> returned;
			case LATER -> generic(returned, CompletionStage.class);
			case SEQUENCE -> BaseStream.class.isAssignableFrom(type) ? generic(returned, BaseStream.class)
					: generic(returned, Iterable.class);
			case STREAM -> generic(returned, Flow.Publisher.class);
		};
	}

	/** Types of reactive libraries have the type of their values as their last. */
	private static ResolvableType generic(ResolvableType returned, Class<?> known) {
		ResolvableType as = returned.as(known);
		ResolvableType[] generics = (as != ResolvableType.NONE) ? as.getGenerics() : returned.getGenerics();
		return (generics.length > 0) ? generics[0] : ResolvableType.forClass(Object.class);
	}

}
