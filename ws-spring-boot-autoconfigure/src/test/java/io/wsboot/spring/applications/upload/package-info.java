/**
 * An application that takes files much larger than its heap, written from the
 * documentation.
 */
@NullMarked
package io.wsboot.spring.applications.upload;

import org.jspecify.annotations.NullMarked;
