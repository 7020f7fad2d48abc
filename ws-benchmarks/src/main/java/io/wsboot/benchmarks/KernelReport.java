package io.wsboot.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

import io.netty.util.Version;
import io.wsboot.protocol.Kernels;

/**
 * The tables as Markdown.
 */
final class KernelReport {

	private final KernelOptions options;

	private final List<Kernels.Group> groups;

	private final double load;

	KernelReport(KernelOptions options, List<Kernels.Group> groups, double load) {
		this.options = options;
		this.groups = groups;
		this.load = load;
	}

	String write(List<KernelResults> results) {
		StringBuilder text = new StringBuilder();
		line(text, "Measured on %s; Netty %s; load average before the run %.1f.", Machine.description(), netty(),
				this.load);
		line(text, "%s of %d rounds on each JDK.", this.options.quick() ? "A quick run" : "A full run",
				this.options.rounds());
		for (KernelResults result : results) {
			line(text, "%n### %s", result.vm());
			for (Kernels.Group group : this.groups) {
				table(text, group, result);
			}
		}
		return text.toString();
	}

	private static void table(StringBuilder text, Kernels.Group group, KernelResults result) {
		line(text, "%n**%s**, ours and %s, per %s%n", group.title(), group.rival(), group.unit());
		line(text,
				"| | ours, ns | %s, ns | times as fast (range) | ours, GB/s | ours, B allocated | %1$s, B allocated |",
				group.rival());
		line(text, "|---|--:|--:|--:|--:|--:|--:|");
		for (Kernels.Case kernel : group.cases()) {
			double ours = result.median(kernel, (pair) -> pair.ours().nanos());
			line(text, "| %s | %s | %s | **%.1f** (%.1f to %.1f) | %s | %.1f | %.1f |", kernel.row().label(),
					nanos(ours), nanos(result.median(kernel, (pair) -> pair.theirs().nanos())),
					result.median(kernel, Pair::ratio), result.least(kernel, Pair::ratio),
					result.most(kernel, Pair::ratio), rate(kernel.row().size() / ours),
					result.median(kernel, (pair) -> pair.ours().allocated()),
					result.median(kernel, (pair) -> pair.theirs().allocated()));
		}
	}

	private static String nanos(double value) {
		return String.format(Locale.ROOT, (value < 100) ? "%.1f" : "%.0f", value);
	}

	private static String rate(double value) {
		return String.format(Locale.ROOT, (value < 1) ? "%.2f" : (value < 100) ? "%.1f" : "%.0f", value);
	}

	private static String netty() {
		return Objects.requireNonNull(Version.identify().get("netty-codec-http")).artifactVersion();
	}

	private static void line(StringBuilder text, String format, Object... values) {
		text.append(String.format(Locale.ROOT, format, values)).append('\n');
	}

}
