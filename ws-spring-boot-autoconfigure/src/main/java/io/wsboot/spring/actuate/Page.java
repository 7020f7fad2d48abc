package io.wsboot.spring.actuate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Some of many.
 *
 * @param <T> what there are many of
 * @param page the number of this page, from 0
 * @param size how many entries a page has at most
 * @param total how many entries all pages have at this moment; {@code null} if nobody has
 * counted them
 * @param more whether another page follows
 * @param entries those of this page
 */
public record Page<T>(int page, int size, @Nullable Integer total, boolean more,
		List<T> entries) implements OperationResponseBody {

	/**
	 * The same page of something else.
	 * @param <R> what there are many of
	 * @param mapping makes an entry of an entry
	 * @return a new page
	 */
	<R> Page<R> map(Function<? super T, ? extends R> mapping) {
		return new Page<>(this.page, this.size, this.total, this.more, this.entries.stream().<R>map(mapping).toList());
	}

	/**
	 * Takes the entries of one page, and one more to know that another page follows.
	 *
	 * @param <T> what there are many of
	 */
	static final class Collector<T> {

		private final PageRequest wanted;

		private final List<T> entries;

		private int toSkip;

		private boolean more;

		/**
		 * Collects a page.
		 * @param wanted which one
		 */
		Collector(PageRequest wanted) {
			this.wanted = wanted;
			this.entries = new ArrayList<>(wanted.size());
			this.toSkip = wanted.first();
		}

		/**
		 * How many entries belong to pages before this one.
		 * @return the number that {@link #accepts} still passes over
		 */
		int toSkip() {
			return this.toSkip;
		}

		/**
		 * Entries of pages before this one were passed over elsewhere.
		 * @param count how many
		 */
		void skipped(int count) {
			this.toSkip -= count;
		}

		/**
		 * Whether the next entry belongs to this page; if so {@link #add} must follow.
		 * @return {@code false} if it is passed over, or the page is full
		 */
		boolean accepts() {
			if (this.toSkip > 0) {
				this.toSkip--;
				return false;
			}
			this.more = this.entries.size() == this.wanted.size();
			return !this.more;
		}

		void add(T entry) {
			this.entries.add(entry);
		}

		/**
		 * Whether an entry behind this page was seen: no others are wanted.
		 */
		boolean isOver() {
			return this.more;
		}

		/**
		 * The page.
		 * @param total how many entries all pages have; {@code null} if nobody knows
		 */
		Page<T> page(@Nullable Integer total) {
			return new Page<>(this.wanted.page(), this.wanted.size(), total, this.more, List.copyOf(this.entries));
		}

	}

}
