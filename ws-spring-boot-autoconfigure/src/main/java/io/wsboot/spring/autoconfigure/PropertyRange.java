package io.wsboot.spring.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * Judges a property's value against its range. What is out of range is reported with the
 * property's name, its value and the range; where the value came from is added by Spring
 * Boot.
 */
final class PropertyRange {

	/** Far below where nanoseconds no longer fit into a long. */
	private static final Duration LONGEST = Duration.ofDays(365);

	private PropertyRange() {
	}

	static int within(String name, int value, int min, int max) {
		if (value < min || value > max) {
			throw wrong(name, value, "It must be from " + min + " to " + max + ".");
		}
		return value;
	}

	static int atLeast(String name, int value, int min) {
		if (value < min) {
			throw wrong(name, value, "It must be " + min + " or more.");
		}
		return value;
	}

	static int bytes(String name, DataSize value, int min, int max) {
		return (int) bytes(name, value, min, (long) max);
	}

	static long bytes(String name, DataSize value, long min, long max) {
		if (value.toBytes() < min || value.toBytes() > max) {
			throw wrong(name, value, "It must be from " + DataSize.ofBytes(min) + " to " + DataSize.ofBytes(max) + ".");
		}
		return value.toBytes();
	}

	static long bytesAtLeast(String name, DataSize value, long min) {
		if (value.toBytes() < min) {
			throw wrong(name, value, "It must be " + DataSize.ofBytes(min) + " or more.");
		}
		return value.toBytes();
	}

	static Duration positive(String name, Duration value) {
		if (value.isZero()) {
			throw wrong(name, value, "It must be longer than 0.");
		}
		return notNegative(name, value);
	}

	static Duration notNegative(String name, Duration value) {
		if (value.isNegative() || value.compareTo(LONGEST) > 0) {
			throw wrong(name, value, "It must be from 0 to " + LONGEST.toDays() + " days.");
		}
		return value;
	}

	static InvalidConfigurationPropertyValueException wrong(String name, Object value, String reason) {
		return new InvalidConfigurationPropertyValueException(name, value, reason);
	}

}
