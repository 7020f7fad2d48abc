package io.wsboot.benchmarks;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.wsboot.protocol.Kernels;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures one side of one case in a process of its own.
 */
final class KernelProcess {

	/**
	 * The collector without barriers worth speaking of, a heap that is never short, and
	 * all that makes Netty fast: no leak detection, and Unsafe, which it leaves alone by
	 * default from JDK 25 on.
	 */
	private static final String[] JVM_ARGS = { "-Xms512m", "-Xmx512m", "-XX:+UseSerialGC",
			"-XX:+IgnoreUnrecognizedVMOptions", "--sun-misc-unsafe-memory-access=allow",
			"-Dio.netty.leakDetection.level=disabled", "-Djmh.executor=CUSTOM",
			"-Djmh.executor.class=" + EventLoopThreads.class.getName() };

	private final boolean quick;

	private final Path jvm;

	KernelProcess(boolean quick, Path jvm) {
		this.quick = quick;
		this.jvm = jvm;
	}

	Measurement measure(Kernels.Case kernel, String side) throws RunnerException {
		ChainedOptionsBuilder options = new OptionsBuilder()
			.include("^" + kernel.group().benchmark().getName().replace(".", "\\.") + "\\." + side + "$")
			.jvm(this.jvm.toString())
			.jvmArgs(JVM_ARGS)
			.mode(Mode.AverageTime)
			.timeUnit(TimeUnit.NANOSECONDS)
			.forks(1)
			.warmupIterations(this.quick ? 3 : 5)
			.warmupTime(TimeValue.milliseconds(200))
			.measurementIterations(this.quick ? 10 : 25)
			.measurementTime(TimeValue.milliseconds(40))
			.shouldFailOnError(true)
			.verbosity(VerboseMode.SILENT);
		kernel.row().parameters().forEach(options::param);
		RunResult result = new Runner(options.build()).runSingle();
		String vm = result.getParams().getVmName() + " " + result.getParams().getVmVersion();
		int batch = kernel.row().batch();
		return new Measurement(least(result, "nanos") / batch, least(result, "allocated") / batch, vm);
	}

	/**
	 * What one pass took in the interval in which it took least: the one that other
	 * processes disturbed least.
	 */
	private static double least(RunResult result, String counter) {
		return result.getAggregatedResult()
			.getIterationResults()
			.stream()
			.mapToDouble((interval) -> count(interval, counter) / count(interval, "passes"))
			.min()
			.orElseThrow();
	}

	private static double count(IterationResult interval, String counter) {
		return Objects.requireNonNull(interval.getSecondaryResults().get(counter), counter).getScore();
	}

}
