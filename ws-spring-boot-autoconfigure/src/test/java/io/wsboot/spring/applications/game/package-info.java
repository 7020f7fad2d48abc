/**
 * A game of two players, written from the documentation: a JSON protocol with sealed
 * messages.
 */
@NullMarked
package io.wsboot.spring.applications.game;

import org.jspecify.annotations.NullMarked;
