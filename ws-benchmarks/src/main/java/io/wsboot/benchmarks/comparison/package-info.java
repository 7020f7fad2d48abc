/**
 * Measures servers beside each other: starts them in turn, each on a core of its own,
 * puts them under load, and writes the tables.
 */
@NullMarked
package io.wsboot.benchmarks.comparison;

import org.jspecify.annotations.NullMarked;
