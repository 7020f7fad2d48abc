/**
 * The sample: echo, chat and ticker endpoints, and a page to try them on.
 */
@NullMarked
package io.wsboot.sample;

import org.jspecify.annotations.NullMarked;
