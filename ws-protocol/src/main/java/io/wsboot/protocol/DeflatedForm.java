package io.wsboot.protocol;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * A prepared message as connections with one size of window send it. Immutable.
 *
 * @param windowBits the window, as a power of two
 * @param size the length of the deflated payload, in bytes
 * @param frames the frames as a server sends them, read-only, or {@code null} if
 * deflating made the message no shorter
 * @param next the form for another window, or {@code null}
 */
record DeflatedForm(int windowBits, int size, @Nullable ByteBuffer frames, @Nullable DeflatedForm next) {

	/**
	 * Finds the form for a window.
	 * @param first where to begin
	 * @param windowBits the window
	 * @return the form, or {@code null} if it has not been made
	 */
	static @Nullable DeflatedForm find(@Nullable DeflatedForm first, int windowBits) {
		DeflatedForm form = first;
		while (form != null && form.windowBits != windowBits) {
			form = form.next;
		}
		return form;
	}

}
