/**
 * What an operator sees and does through Actuator: the listener's health and information.
 */
@NullMarked
package io.wsboot.spring.actuate;

import org.jspecify.annotations.NullMarked;
