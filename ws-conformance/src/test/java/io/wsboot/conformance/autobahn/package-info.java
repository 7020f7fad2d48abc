/**
 * The stack against Autobahn|Testsuite, as server and as client. The suite runs in a
 * process of its own; what it reports is judged here, stricter than by the suite.
 */
@NullMarked
package io.wsboot.conformance.autobahn;

import org.jspecify.annotations.NullMarked;
