/**
 * Servers of ours for a load generator to point at: one process each, path {@code /ws},
 * in plain bytes unless told otherwise.
 */
@NullMarked
package io.wsboot.benchmarks.servers;

import org.jspecify.annotations.NullMarked;
