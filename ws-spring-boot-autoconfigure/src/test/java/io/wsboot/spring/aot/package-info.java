/**
 * Applications that are processed ahead of time.
 */
@NullMarked
package io.wsboot.spring.aot;

import org.jspecify.annotations.NullMarked;
