package io.wsboot.benchmarks;

/**
 * What one process measured.
 *
 * @param nanos the processor time of one unit, in nanoseconds
 * @param allocated what one unit allocates on the heap, in bytes
 * @param vm the JDK it ran on
 */
record Measurement(double nanos, double allocated, String vm) {

}
