package io.wsboot.spring.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.SortedMap;
import java.util.TreeMap;

import org.springframework.boot.configurationmetadata.ConfigurationMetadataProperty;
import org.springframework.boot.configurationmetadata.ConfigurationMetadataRepositoryJsonBuilder;

/**
 * The metadata of the properties, read as an editor would.
 */
final class PropertyMetadata {

	private static final String FILE = "/META-INF/spring-configuration-metadata.json";

	/** What describes an endpoint's settings, made from the comments of their records. */
	private static final String ENDPOINT = "/META-INF/spring/configuration-metadata/io.wsboot.spring.autoconfigure.WsServerProperties$Endpoint.json";

	private PropertyMetadata() {
	}

	static SortedMap<String, ConfigurationMetadataProperty> properties() {
		return read(FILE);
	}

	/** The settings of an endpoint, under the names that they have in the metadata. */
	static SortedMap<String, ConfigurationMetadataProperty> ofEndpoints() {
		SortedMap<String, ConfigurationMetadataProperty> properties = new TreeMap<>();
		read(ENDPOINT).forEach((name, property) -> properties.put("ws.endpoints.*." + name, property));
		return properties;
	}

	private static SortedMap<String, ConfigurationMetadataProperty> read(String file) {
		try (InputStream json = WsServerProperties.class.getResourceAsStream(file)) {
			return new TreeMap<>(ConfigurationMetadataRepositoryJsonBuilder.create(json).build().getAllProperties());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
