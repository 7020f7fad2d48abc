package io.wsboot.sample;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;

/**
 * The price of a share.
 *
 * @param symbol the share
 * @param price what it costs now
 * @param change the difference to its opening price
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonTypeName("tick")
record Tick(String symbol, double price, double change) {

}
