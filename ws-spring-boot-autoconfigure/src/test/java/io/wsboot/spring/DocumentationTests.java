package io.wsboot.spring;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import io.wsboot.transport.Limit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the documentation shows is compiled, its properties exist, and its links lead
 * somewhere.
 */
class DocumentationTests {

	private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private static final Pattern BLOCK = Pattern.compile("```(\\w+)\\n(.*?)```", Pattern.DOTALL);

	private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)(?:#[^)]*)?\\)");

	/** Its example is a test of the module that it is about, and is checked there. */
	private static final String ABOUT_TESTS = "docs/testing.md";

	/** The README shows its example without imports. */
	private static final String IMPORTS = """
			import io.wsboot.spring.annotation.*;
			import io.wsboot.transport.WsSession;
			import org.springframework.web.bind.annotation.PathVariable;
			""";

	@ParameterizedTest
	@MethodSource("pagesWithExamplesOfThisModule")
	void javaExamplesCompile(Path page, @TempDir Path classes) throws IOException {
		for (String example : blocks(page, "java")) {
			String source = example.startsWith("import") ? example : IMPORTS + example;
			assertThat(compile(source, classes)).as("example of %s:%n%s", ROOT.relativize(page), example).isEmpty();
		}
	}

	@ParameterizedTest
	@MethodSource("pages")
	void propertiesExist(Path page) throws IOException {
		List<String> known = knownProperties();
		for (String example : blocks(page, "yaml")) {
			YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
			yaml.setResources(new ByteArrayResource(example.getBytes(StandardCharsets.UTF_8)));
			Properties properties = yaml.getObject();
			assertThat(properties).isNotNull();
			for (String name : new TreeSet<>(properties.stringPropertyNames())) {
				// what an element of a list consists of is in no metadata
				String plain = name.replaceAll("\\[\\d+].*", "")
					.replaceAll("^ws\\.endpoints\\.[^.]+", "ws.endpoints.*");
				assertThat(known).as("%s of %s", name, ROOT.relativize(page)).contains(plain);
			}
		}
	}

	@ParameterizedTest
	@MethodSource("pages")
	void linksLeadSomewhere(Path page) throws IOException {
		Matcher links = LINK.matcher(Files.readString(page));
		while (links.find()) {
			assertThat(page.resolveSibling(links.group(1))).as("link of %s", ROOT.relativize(page)).exists();
		}
	}

	@ParameterizedTest
	@EnumSource
	void everyLimitHasItsPropertyAndItsRowOnThePage(Limit limit) throws IOException {
		String page = Files.readString(ROOT.resolve("docs/limits.md"));
		List<String> known = knownProperties();
		assertThat(limit.property().split(" or ")).allSatisfy((property) -> {
			assertThat(known).contains(property);
			assertThat(page).contains("| `" + property + "` |");
		});
	}

	static List<Path> pagesWithExamplesOfThisModule() throws IOException {
		return pages().stream().filter((page) -> !page.equals(ROOT.resolve(ABOUT_TESTS))).toList();
	}

	static List<Path> pages() throws IOException {
		List<Path> pages = new ArrayList<>();
		for (Path folder : List.of(ROOT, ROOT.resolve("docs"))) {
			try (Stream<Path> files = Files.list(folder)) {
				files.filter((file) -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
			}
		}
		assertThat(pages).hasSizeGreaterThan(3);
		return pages;
	}

	private static List<String> blocks(Path page, String language) throws IOException {
		List<String> blocks = new ArrayList<>();
		Matcher matcher = BLOCK.matcher(Files.readString(page));
		while (matcher.find()) {
			if (matcher.group(1).equals(language)) {
				blocks.add(matcher.group(2));
			}
		}
		return blocks;
	}

	private static String compile(String source, Path classes) {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		StringWriter messages = new StringWriter();
		List<String> options = List.of("-d", classes.toString(), "-classpath", System.getProperty("java.class.path"),
				"-parameters", "-proc:none", "-Werror");
		Matcher type = Pattern.compile("^(?:public )?(?:class|record|interface) (\\w+)", Pattern.MULTILINE)
			.matcher(source);
		assertThat(type.find()).as("a type in%n%s", source).isTrue();
		JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///" + type.group(1) + ".java"),
				JavaFileObject.Kind.SOURCE) {
			@Override
			public CharSequence getCharContent(boolean ignoreEncodingErrors) {
				return source;
			}
		};
		compiler.getTask(messages, null, null, options, null, List.of(file)).call();
		return messages.toString();
	}

	/** Ours, and those of Spring Boot's modules. */
	private static List<String> knownProperties() throws IOException {
		List<String> names = new ArrayList<>();
		ClassLoader classLoader = DocumentationTests.class.getClassLoader();
		for (URL metadata : Collections.list(classLoader.getResources("META-INF/spring-configuration-metadata.json"))) {
			try (InputStream in = metadata.openStream()) {
				JsonNode root = JsonMapper.builder().build().readTree(in);
				root.get("properties").forEach((property) -> names.add(property.get("name").asString()));
			}
		}
		assertThat(names).contains("ws.server.port", "management.endpoints.web.exposure.include");
		return names;
	}

}
