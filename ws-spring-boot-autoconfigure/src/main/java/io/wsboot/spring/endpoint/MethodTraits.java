package io.wsboot.spring.endpoint;

import io.wsboot.spring.annotation.Execution;

/**
 * What is known of a method without calling it.
 *
 * @param label its name for logs
 * @param subject the type of its subject, {@link Void} if it takes none
 * @param execution where it runs; {@link Execution#DEFAULT} if that is where the failure
 * arises that it deals with
 */
record MethodTraits(String label, Class<?> subject, Execution execution) {

}
