package io.wsboot.protocol.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * The fields of a head in the order in which they were sent; names are compared without
 * regard to letter case (RFC 9110 §5).
 * <p>
 * Immutable and safe for use by several threads. A value is text of ISO 8859-1 without
 * control characters and without blanks around it, however it came here: the decoder and
 * the {@link Builder} let nothing else in, so no field can end its line and start
 * another.
 */
public final class HttpFields {

	/**
	 * No fields.
	 */
	public static final HttpFields EMPTY = new HttpFields(new String[0]);

	/** Name, value, name, value … */
	private final String[] pairs;

	private HttpFields(String[] pairs) {
		this.pairs = pairs;
	}

	/**
	 * Starts a new set of fields.
	 * @return an empty builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * The value of the first field of a name.
	 * @param name the name
	 * @return the value, or {@code null} if there is no such field
	 */
	public @Nullable String get(String name) {
		int i = indexOf(name, 0);
		return (i < 0) ? null : this.pairs[i + 1];
	}

	/**
	 * The values of all fields of a name.
	 * @param name the name
	 * @return the values in their order, empty if there is no such field
	 */
	public List<String> all(String name) {
		List<String> values = new ArrayList<>(2);
		for (int i = indexOf(name, 0); i >= 0; i = indexOf(name, i + 2)) {
			values.add(this.pairs[i + 1]);
		}
		return values;
	}

	/**
	 * The value of a field that may be given once only.
	 * @param name the name, as the fault's sentence is to say it
	 * @return the value, or {@code null} if there is no such field
	 * @throws HttpException with status 400 if the field is repeated
	 */
	public @Nullable String requireSingle(String name) throws HttpException {
		int i = indexOf(name, 0);
		if (i < 0) {
			return null;
		}
		if (indexOf(name, i + 2) >= 0) {
			throw new HttpException(400, "The field " + name + " is repeated; it may be given only once.");
		}
		return this.pairs[i + 1];
	}

	/**
	 * The elements of a comma-separated list, over all fields of a name (RFC 9110 §5.3,
	 * §5.6.1). Elements are whole: a comma in a quoted string does not end one. Empty
	 * elements are left out. Whether an element is a token is not judged here; see
	 * {@link HttpSyntax#isToken(String)}.
	 * @param name the name
	 * @return the elements in their order, empty if there are none
	 */
	public List<String> tokens(String name) {
		List<String> elements = new ArrayList<>(4);
		for (int i = indexOf(name, 0); i >= 0; i = indexOf(name, i + 2)) {
			ListCursor cursor = new ListCursor(this.pairs[i + 1]);
			while (cursor.advance()) {
				elements.add(cursor.element());
			}
		}
		return elements;
	}

	/**
	 * Whether one element of a list, over all fields of a name, is a token; letter case
	 * does not matter.
	 * @param name the name of the field
	 * @param token the token, compared with whole elements
	 * @return {@code true} if it is there
	 */
	public boolean hasToken(String name, String token) {
		for (int i = indexOf(name, 0); i >= 0; i = indexOf(name, i + 2)) {
			ListCursor cursor = new ListCursor(this.pairs[i + 1]);
			while (cursor.advance()) {
				if (cursor.is(token)) {
					return true;
				}
			}
		}
		return false;
	}

	/**
	 * Whether there is a field of a name.
	 * @param name the name
	 * @return {@code true} if there is at least one
	 */
	public boolean contains(String name) {
		return indexOf(name, 0) >= 0;
	}

	/**
	 * Calls back for each field, in order.
	 * @param action takes name and value
	 */
	public void forEach(BiConsumer<String, String> action) {
		for (int i = 0; i < this.pairs.length; i += 2) {
			action.accept(this.pairs[i], this.pairs[i + 1]);
		}
	}

	/**
	 * The number of fields; a repeated one counts each time.
	 * @return the number
	 */
	public int size() {
		return this.pairs.length / 2;
	}

	/** Appends the field lines and the blank line that ends a head. */
	void appendTo(StringBuilder head) {
		for (int i = 0; i < this.pairs.length; i += 2) {
			head.append(this.pairs[i]).append(": ").append(this.pairs[i + 1]).append("\r\n");
		}
		head.append("\r\n");
	}

	private int indexOf(String name, int from) {
		for (int i = from; i < this.pairs.length; i += 2) {
			if (this.pairs[i].equalsIgnoreCase(name)) {
				return i;
			}
		}
		return -1;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof HttpFields fields && Arrays.equals(comparable(), fields.comparable());
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(comparable());
	}

	private String[] comparable() {
		String[] comparable = this.pairs.clone();
		for (int i = 0; i < comparable.length; i += 2) {
			comparable[i] = comparable[i].toLowerCase(Locale.ROOT);
		}
		return comparable;
	}

	/**
	 * The names only: values may be credentials, and this text ends up in logs.
	 */
	@Override
	public String toString() {
		StringBuilder names = new StringBuilder("HttpFields[");
		for (int i = 0; i < this.pairs.length; i += 2) {
			names.append((i > 0) ? ", " : "").append(this.pairs[i]);
		}
		return names.append(']').toString();
	}

	/**
	 * Collects fields. Not thread-safe; may go on after {@link #build()}.
	 */
	public static final class Builder {

		private String[] pairs = new String[16];

		private int length;

		private Builder() {
		}

		/**
		 * Adds a field behind the others.
		 * @param name a token (RFC 9110 §5.1)
		 * @param value characters up to U+00FF without control characters; blanks around
		 * it are left out, for they are no part of a value (RFC 9110 §5.5)
		 * @return this builder
		 * @throws IllegalArgumentException if the name or the value holds anything else
		 */
		public Builder add(String name, String value) {
			if (!HttpSyntax.isToken(name)) {
				throw new IllegalArgumentException("A field name must be a token (RFC 9110 §5.6.2)");
			}
			if (!HttpSyntax.isFieldValue(value)) {
				throw new IllegalArgumentException("The value of the field " + name
						+ " must not hold line breaks, other control characters or characters above U+00FF");
			}
			return append(name, value.strip());
		}

		/**
		 * Adds all fields of another set behind the others.
		 * @param fields the fields
		 * @return this builder
		 */
		public Builder addAll(HttpFields fields) {
			fields.forEach(this::append);
			return this;
		}

		/** Adds what has been judged already. */
		Builder append(String name, String value) {
			if (this.length == this.pairs.length) {
				this.pairs = Arrays.copyOf(this.pairs, this.length * 2);
			}
			this.pairs[this.length++] = name;
			this.pairs[this.length++] = value;
			return this;
		}

		int size() {
			return this.length / 2;
		}

		/**
		 * The fields collected so far.
		 * @return the fields
		 */
		public HttpFields build() {
			return (this.length == 0) ? EMPTY : new HttpFields(Arrays.copyOf(this.pairs, this.length));
		}

	}

}
