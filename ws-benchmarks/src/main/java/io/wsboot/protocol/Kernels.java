package io.wsboot.protocol;

import java.util.List;
import java.util.Map;

/**
 * What is measured, in the order of the report.
 */
public final class Kernels {

	/**
	 * All comparisons.
	 */
	public static final List<Group> ALL = List.of(
			new Group("Frame decoder", "Netty", "frame", FrameDecoderBenchmark.class,
					List.of(masked(20), masked(1024), masked(65536), unmasked(20), unmasked(1024), unmasked(65536))),
			new Group("Message decoder with UTF-8", "Netty", "message", MessageDecoderBenchmark.class,
					List.of(message(20, SampleText.ASCII), message(1024, SampleText.ASCII),
							message(65536, SampleText.ASCII), message(1024, SampleText.TWO_BYTE),
							message(1024, SampleText.CJK), message(1024, SampleText.EMOJI))),
			new Group("Frame encoder", "Netty", "frame", FrameEncoderBenchmark.class,
					List.of(masked(20), masked(1024), masked(65536), unmasked(20), unmasked(1024), unmasked(65536))),
			new Group("Masking kernel", "naive loop", "text", MaskingBenchmark.class,
					List.of(kernel(20), kernel(1024), kernel(65536))),
			new Group("UTF-8 kernel", "naive loop", "text", Utf8Benchmark.class,
					List.of(kernel(1024, SampleText.ASCII), kernel(1024, SampleText.TWO_BYTE),
							kernel(1024, SampleText.CJK), kernel(1024, SampleText.EMOJI))),
			new Group("Deflate", "Netty", "message", DeflateBenchmark.class,
					List.of(deflate(1024, true), deflate(65536, true), deflate(1024, false), deflate(65536, false))),
			new Group("Endpoint on the event loop", "plain handler", "message", EndpointBenchmark.class,
					List.of(message(20), message(1024))),
			new Group("Frame decoder and inflate", "Netty", "message", InflateBenchmark.class,
					List.of(deflate(1024, true), deflate(65536, true), deflate(1024, false), deflate(65536, false))));

	private Kernels() {
	}

	private static Row masked(int size) {
		return new Row(size(size) + ", masked", Map.of("size", "" + size, "masked", "true"), SampleFrames.batch(size),
				size);
	}

	private static Row unmasked(int size) {
		return new Row(size(size), Map.of("size", "" + size, "masked", "false"), SampleFrames.batch(size), size);
	}

	private static Row message(int size, SampleText text) {
		return new Row(size(size) + ", " + text.label(), Map.of("size", "" + size, "text", text.name()),
				SampleFrames.batch(size), size);
	}

	private static Row message(int size) {
		return new Row(size(size), Map.of("size", "" + size), HandledTexts.READS * SampleFrames.batch(size), size);
	}

	private static Row deflate(int size, boolean takeover) {
		return new Row(size(size) + " of JSON, " + (takeover ? "context takeover" : "each by itself"),
				Map.of("size", "" + size, "takeover", "" + takeover), SampleFrames.batch(size), size);
	}

	private static Row kernel(int size) {
		return new Row(size(size), Map.of("size", "" + size), 1, size);
	}

	private static Row kernel(int size, SampleText text) {
		return new Row(size(size) + ", " + text.label(), Map.of("size", "" + size, "text", text.name()), 1, size);
	}

	private static String size(int size) {
		return (size < 1024) ? size + " B" : size / 1024 + " KiB";
	}

	/**
	 * A comparison.
	 *
	 * @param title what is compared
	 * @param rival with whose work
	 * @param unit what one is, in the singular
	 * @param benchmark holds the methods {@code ours} and {@code theirs}
	 * @param rows the cases
	 */
	public record Group(String title, String rival, String unit, Class<?> benchmark, List<Row> rows) {

		/**
		 * The rows, each with this group.
		 * @return the cases in the order of the rows
		 */
		public List<Case> cases() {
			return this.rows.stream().map((row) -> new Case(this, row)).toList();
		}

	}

	/**
	 * One row of one group.
	 *
	 * @param group what is compared
	 * @param row with which parameters
	 */
	public record Case(Group group, Row row) {

	}

	/**
	 * Parameters of a comparison.
	 *
	 * @param label what tells it from the other rows
	 * @param parameters the benchmark's parameters by name
	 * @param batch how many units one pass takes
	 * @param size the payload of a unit, in bytes
	 */
	public record Row(String label, Map<String, String> parameters, int batch, int size) {

	}

}
