/**
 * The example of the documentation, as it stands there.
 */
@NullMarked
package io.wsboot.spring.test.example;

import org.jspecify.annotations.NullMarked;
