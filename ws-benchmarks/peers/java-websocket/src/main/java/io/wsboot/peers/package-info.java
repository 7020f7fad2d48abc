/**
 * A server that returns messages, written the way its own documentation shows.
 */
@NullMarked
package io.wsboot.peers;

import org.jspecify.annotations.NullMarked;
