/**
 * Programs that {@code .ci/interop/run} starts: the client that talks to servers written
 * in other languages, and the server that closes first. Both stand on the transport
 * alone.
 */
@NullMarked
package io.wsboot.conformance.external;

import org.jspecify.annotations.NullMarked;
