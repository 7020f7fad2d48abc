/**
 * The load generator: one thread, one selector, many connections. It shares nothing with
 * the stack it measures.
 */
@NullMarked
package io.wsboot.benchmarks.load;

import org.jspecify.annotations.NullMarked;
