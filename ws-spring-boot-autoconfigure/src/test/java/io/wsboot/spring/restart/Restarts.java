package io.wsboot.spring.restart;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URL;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.FutureTask;

import io.wsboot.spring.TestPeer;
import io.wsboot.spring.restart.application.RestartedApplication;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Restarts an application as DevTools does: in this process, with a class loader of its
 * own for each start. Ends with an exception if anything stays behind.
 */
final class Restarts {

	private static final int RESTARTS = 20;

	private static final String PACKAGE = RestartedApplication.class.getPackageName() + ".";

	private static final int MOST_COLLECTIONS = 100;

	private final ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();

	private final Set<Reference<ClassLoader>> loaders = new HashSet<>();

	private int port;

	private Restarts() {
	}

	public static void main(String[] arguments) {
		try {
			run(new Restarts());
		}
		catch (Throwable failure) {
			failure.printStackTrace();
			// whatever stayed behind would keep the process
			System.exit(1);
		}
	}

	private static void run(Restarts restarts) throws Exception {
		// Spring Boot keeps the loader of a process's first application: its shutdown
		// hook has it
		restarts.start(Restarts.class.getClassLoader());
		Set<Thread> threads = Thread.getAllStackTraces().keySet();
		for (int i = 0; i < RESTARTS; i++) {
			restarts.restart();
		}
		awaitEndOfThreadsSince(threads);
		restarts.awaitCollection();
		System.out.println("restarted " + RESTARTS + " times, and nothing stayed behind");
	}

	private void restart() throws Exception {
		ClassLoader loader = new ReloadingClassLoader(classes(), PACKAGE, Restarts.class.getClassLoader());
		this.loaders.add(new PhantomReference<>(loader, this.collected));
		start(loader);
	}

	/** Starts the application, has it serve, and closes it. */
	private void start(ClassLoader loader) throws Exception {
		ConfigurableApplicationContext context = runIn(loader);
		require(context.getBeanFactory().getBeanClassLoader() == loader, "the beans have another class loader");
		this.port = context.getEnvironment().getRequiredProperty("local.ws.server.port", Integer.class);
		try (TestPeer notes = TestPeer.connect(this.port, "/notes");
				TestPeer loop = TestPeer.connect(this.port, "/loop")) {
			notes.sendText("{\"text\":\"hello\"}").expect("text:{\"text\":\"hello!\"}");
			loop.sendText("hello").expect("text:hello");
			context.close();
		}
		new ServerSocket(this.port, 1, InetAddress.getLoopbackAddress()).close();
	}

	/** The thread has the loader, and so have those that it starts. */
	private ConfigurableApplicationContext runIn(ClassLoader loader) throws Exception {
		// any free port at first, then always the same
		String[] arguments = { "--ws.server.port=" + this.port, "--ws.server.address=127.0.0.1",
				"--ws.server.shutdown.drain-window=0s" };
		FutureTask<Object> main = new FutureTask<>(
				() -> loader.loadClass(PACKAGE + RestartedApplication.class.getSimpleName())
					.getMethod("run", String[].class)
					.invoke(null, (Object) arguments));
		Thread thread = new Thread(main, "restartedMain");
		thread.setContextClassLoader(loader);
		thread.start();
		thread.join();
		return (ConfigurableApplicationContext) main.get();
	}

	private static URL classes() {
		return RestartedApplication.class.getProtectionDomain().getCodeSource().getLocation();
	}

	private static void awaitEndOfThreadsSince(Set<Thread> before) throws InterruptedException {
		Set<Thread> since = Set.of();
		for (int i = 0; i < MOST_COLLECTIONS; i++) {
			since = new HashSet<>(Thread.getAllStackTraces().keySet());
			since.removeAll(before);
			since.removeIf(Restarts::isOfTheJdk);
			if (since.isEmpty()) {
				return;
			}
			for (Thread thread : since) {
				thread.join(100);
			}
		}
		throw new IllegalStateException("Threads stayed behind: " + since);
	}

	/**
	 * It shares some between all that runs in a process, the clients of the test among
	 * it, and ends them when it likes.
	 */
	private static boolean isOfTheJdk(Thread thread) {
		return thread.getThreadGroup() == null
				|| thread.getThreadGroup().getName().matches("system|InnocuousThreadGroup")
				|| thread.getName().matches("(ForkJoinPool\\.commonPool|HttpClient)-.*");
	}

	private void awaitCollection() throws InterruptedException {
		for (int i = 0; i < MOST_COLLECTIONS && !this.loaders.isEmpty(); i++) {
			System.gc();
			for (Reference<?> one = this.collected.remove(100); one != null; one = this.collected.poll()) {
				this.loaders.remove(one);
			}
		}
		require(this.loaders.isEmpty(),
				this.loaders.size() + " of " + RESTARTS + " class loaders are still held by somebody");
	}

	private static void require(boolean condition, String otherwise) {
		if (!condition) {
			throw new IllegalStateException(otherwise);
		}
	}

}
