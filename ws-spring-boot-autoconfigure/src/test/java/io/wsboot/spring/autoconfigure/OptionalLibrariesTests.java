package io.wsboot.spring.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that serves text does so without any of the libraries that are used when
 * they are there: their jars are really missing.
 */
class OptionalLibrariesTests {

	private static final Pattern OPTIONAL = Pattern
		.compile("<artifactId>([^<]+)</artifactId>\\s*<optional>true</optional>");

	/** What Spring Boot logs with stands on it, and has to go with it. */
	private static final Map<String, List<String>> DEPENDENTS = Map.of("slf4j-api",
			List.of("logback-classic", "logback-core", "jul-to-slf4j", "log4j-to-slf4j", "log4j-api"));

	static List<List<String>> missing() throws IOException {
		List<String> all = new ArrayList<>();
		String pom = Files.readString(Path.of("pom.xml"));
		Matcher matcher = OPTIONAL.matcher(pom);
		while (matcher.find()) {
			all.add(matcher.group(1));
		}
		assertThat(all).contains("micrometer-core").hasSize(pom.split("<optional>true<", -1).length - 1);
		List<List<String>> missing = new ArrayList<>();
		all.forEach((artifact) -> missing.add(List.of(artifact)));
		missing.add(all);
		return missing;
	}

	@ParameterizedTest
	@MethodSource("missing")
	void textIsServedWithout(List<String> artifacts) throws Exception {
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		try (URLClassLoader loader = new URLClassLoader(classPathWithout(artifacts),
				ClassLoader.getPlatformClassLoader())) {
			thread.setContextClassLoader(loader);
			Object reply = loader.loadClass(PlainApplication.class.getName())
				.getMethod("echo", String.class)
				.invoke(null, "hello");
			assertThat(reply).isEqualTo("text:hello");
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	private static URL[] classPathWithout(List<String> artifacts) throws MalformedURLException {
		List<URL> urls = new ArrayList<>();
		List<String> missing = new ArrayList<>(artifacts);
		artifacts.forEach((artifact) -> missing.addAll(DEPENDENTS.getOrDefault(artifact, List.of())));
		List<String> left = new ArrayList<>(missing);
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			File file = new File(entry);
			String artifact = file.getName().replaceAll("-\\d.*", "");
			if (file.isFile() && missing.contains(artifact)) {
				left.remove(artifact);
			}
			else {
				urls.add(file.toURI().toURL());
			}
		}
		assertThat(left).as("not on the class path, so not removed").isEmpty();
		return urls.toArray(URL[]::new);
	}

}
