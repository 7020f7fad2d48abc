/**
 * An application whose sessions must each see their own order.
 */
@NullMarked
package io.wsboot.spring.applications.order;

import org.jspecify.annotations.NullMarked;
