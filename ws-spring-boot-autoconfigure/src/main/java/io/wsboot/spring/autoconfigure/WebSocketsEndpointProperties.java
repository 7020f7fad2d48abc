package io.wsboot.spring.autoconfigure;

import java.util.Set;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the actuator endpoint {@code websockets}.
 *
 * @param showValues When to show users, addresses and what peers say in their close
 * reasons.
 * @param roles Roles of those who are authorized to see values. Everybody who is
 * authenticated, if empty.
 */
@ConfigurationProperties("management.endpoint.websockets")
record WebSocketsEndpointProperties(@DefaultValue("never") Show showValues, @DefaultValue Set<String> roles) {

}
