/**
 * The commands of the benchmark jar. What is measured lies in the package of the code it
 * measures.
 */
@NullMarked
package io.wsboot.benchmarks;

import org.jspecify.annotations.NullMarked;
