/**
 * Properties, conditions and beans: what turns the starter on the class path into a
 * running WebSocket listener.
 */
@NullMarked
package io.wsboot.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
