package io.wsboot.spring.startup;

import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import javax.tools.ToolProvider;

import org.springframework.util.FileSystemUtils;

/**
 * Mistakes that are none of the source, but of how it is compiled.
 */
final class CompiledErrors {

	private static final String MODULE = "shut";

	private static final String IMPORTS = "import io.wsboot.spring.annotation.*; import"
			+ " org.springframework.web.bind.annotation.*; ";

	private CompiledErrors() {
	}

	static List<StartUpError> all() {
		return List.of(
				StartUpError.of(nameless(), "open(String)",
						"The parameter 1 (String) has no name: the class was compiled without parameter names.",
						"Name the value in the annotation, or compile with -parameters."),
				StartUpError.of(inShutModule(), "text(String)",
						"It cannot be reached: its module does not open the package shut.",
						"Open the package in module-info.java."));
	}

	private static Class<?> nameless() {
		return compile(List.of(), "Nameless.java", IMPORTS
				+ "@WsEndpoint(\"/x\") public class Nameless { @OnOpen public void open(@RequestParam String room) {} }",
				(classes) -> new URLClassLoader(new URL[] { classes.toUri().toURL() },
						CompiledErrors.class.getClassLoader())
					.loadClass("Nameless"));
	}

	/** A module that exports a package, but does not open it. */
	private static Class<?> inShutModule() {
		return compile(List.of("--add-reads", MODULE + "=ALL-UNNAMED"), "Shut.java",
				"package shut; " + IMPORTS
						+ "@WsEndpoint(\"/x\") public class Shut { @OnMessage void text(String text) {} }",
				(classes) -> {
					Configuration configuration = ModuleLayer.boot()
						.configuration()
						.resolve(ModuleFinder.of(classes), ModuleFinder.of(), Set.of(MODULE));
					ModuleLayer.Controller layer = ModuleLayer.defineModulesWithOneLoader(configuration,
							List.of(ModuleLayer.boot()), CompiledErrors.class.getClassLoader());
					Module module = layer.layer().findModule(MODULE).orElseThrow();
					layer.addReads(module, CompiledErrors.class.getModule());
					return layer.layer().findLoader(MODULE).loadClass("shut.Shut");
				});
	}

	private static Class<?> compile(List<String> options, String file, String source, Loading loading) {
		try {
			Path folder = Files.createTempDirectory("compiled-errors");
			try {
				compile(folder, options, file, source);
				return loading.load(folder);
			}
			finally {
				FileSystemUtils.deleteRecursively(folder);
			}
		}
		catch (IOException | ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void compile(Path folder, List<String> options, String file, String source) throws IOException {
		List<String> arguments = new ArrayList<>(List.of("-proc:none", "-g:none", "-d", folder.toString(), "-cp",
				System.getProperty("java.class.path")));
		arguments.addAll(options);
		arguments.add(Files.writeString(folder.resolve(file), source).toString());
		if (!options.isEmpty()) {
			arguments.add(Files
				.writeString(folder.resolve("module-info.java"), "module " + MODULE + " { exports " + MODULE + "; }")
				.toString());
		}
		if (ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)) != 0) {
			throw new IllegalStateException("The source does not compile: " + source);
		}
	}

	/**
	 * Loads a class from a folder.
	 */
	private interface Loading {

		Class<?> load(Path classes) throws IOException, ClassNotFoundException;

	}

}
