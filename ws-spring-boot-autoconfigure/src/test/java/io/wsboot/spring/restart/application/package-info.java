/**
 * What every class loader of the restarts loads anew.
 */
@NullMarked
package io.wsboot.spring.restart.application;

import org.jspecify.annotations.NullMarked;
