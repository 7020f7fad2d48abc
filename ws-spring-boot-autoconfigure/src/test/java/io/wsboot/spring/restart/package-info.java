/**
 * An application that is restarted within one process.
 */
@NullMarked
package io.wsboot.spring.restart;

import org.jspecify.annotations.NullMarked;
