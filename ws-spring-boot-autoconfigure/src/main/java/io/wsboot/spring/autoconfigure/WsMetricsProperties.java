package io.wsboot.spring.autoconfigure;

import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the meters.
 *
 * @param closeCodes Close codes of the application, from 3000 to 4999, that have a series
 * of their own in the meter 'ws.closes'; others share one for each thousand.
 * @param messageSize Whether the meter 'ws.message.size' counts the sizes of messages in
 * buckets, which every message pays for.
 */
@ConfigurationProperties("ws.metrics")
public record WsMetricsProperties(@DefaultValue Set<Integer> closeCodes, @DefaultValue("false") boolean messageSize) {

}
