/**
 * What tests of an application with WebSocket endpoints use. Having it on the class path
 * is enough for the listener of every test context to take a free port.
 */
@NullMarked
package io.wsboot.spring.test;

import org.jspecify.annotations.NullMarked;
