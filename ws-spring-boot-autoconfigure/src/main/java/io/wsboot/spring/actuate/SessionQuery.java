package io.wsboot.spring.actuate;

import org.jspecify.annotations.Nullable;

/**
 * Which sessions are wanted. Of several conditions each must be met.
 *
 * @param endpoint the name or the path of their endpoint; {@code null} for any
 * @param topic what they are members of; {@code null} for any
 * @param user whose they are; {@code null} for anybody's
 * @param slow whether only those are wanted whose peers read too slowly
 */
record SessionQuery(@Nullable String endpoint, @Nullable String topic, @Nullable String user, boolean slow) {

}
