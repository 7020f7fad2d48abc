// Draws the last 60 seconds of one meter on a canvas: a smooth line that never overshoots its points, a soft area below
// it and a scale that glides. Colours come from the style sheet, so light and dark are its business.

const WINDOW = 60_000;
const GAP = 4_000;
const LAG = 1_250;
const LABELS_FROM = 72;

/** Whether the visitor asked for less motion: then the chart moves once a second, with its values. */
export const calm = matchMedia("(prefers-reduced-motion: reduce)");
const dark = matchMedia("(prefers-color-scheme: dark)");

// The next 1, 2 or 5 times a power of ten, so that the scale reads well and seldom moves.
function roundUp(value) {
	const power = 10 ** Math.floor(Math.log10(value));
	return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value * 0.999);
}

// Slopes after the harmonic mean of the neighbours: flat at every peak, monotone in between.
function slopes(points) {
	const rise = points.slice(1).map((point, i) => (point.y - points[i].y) / (point.x - points[i].x));
	return points.map((point, i) => {
		const before = rise[i - 1] ?? rise[i] ?? 0;
		const after = rise[i] ?? before;
		return before * after <= 0 ? 0 : 2 * before * after / (before + after);
	});
}

function trace(context, points) {
	const slope = slopes(points);
	context.moveTo(points[0].x, points[0].y);
	for (let i = 1; i < points.length; i++) {
		const [from, to] = [points[i - 1], points[i]];
		const third = (to.x - from.x) / 3;
		context.bezierCurveTo(from.x + third, from.y + slope[i - 1] * third, to.x - third, to.y - slope[i] * third, to.x, to.y);
	}
}

export class Chart {

	#canvas;
	#context;
	#format;
	#floor;
	#samples = [];
	#top;
	#colours = null;
	#size = { width: 0, height: 0 };

	/** Format makes the scale's label; floor is the least the scale reaches up to. */
	constructor(canvas, { format, floor }) {
		this.#canvas = canvas;
		this.#context = canvas.getContext("2d");
		this.#format = format;
		this.#floor = floor;
		this.#top = floor;
		dark.addEventListener("change", () => { this.#colours = null; this.draw(); });
		new ResizeObserver(() => this.#resize()).observe(canvas);
	}

	/** Adds a value of now; null says that there is none and breaks the line. */
	push(value) {
		const now = Date.now();
		this.#samples.push({ at: now, value });
		this.#samples = this.#samples.filter(({ at }) => at > now - WINDOW - 2 * GAP);
	}

	draw() {
		const { width, height } = this.#size;
		if (width === 0 || height === 0) {
			return;
		}
		this.#colours ??= this.#readColours();
		const large = height >= LABELS_FROM;
		const plot = { left: 0, right: width, top: large ? 22 : 4, bottom: height - (large ? 22 : 2) };
		const target = this.#glide();
		this.#context.clearRect(0, 0, width, height);
		this.#grid(plot, large ? this.#format(target) : null);
		for (const run of this.#runs(plot)) {
			this.#line(plot, run);
		}
	}

	#resize() {
		const { clientWidth: width, clientHeight: height } = this.#canvas;
		const ratio = devicePixelRatio;
		this.#size = { width, height };
		this.#canvas.width = Math.round(width * ratio);
		this.#canvas.height = Math.round(height * ratio);
		this.#context.setTransform(ratio, 0, 0, ratio, 0, 0);
		this.#colours = null;
		this.draw();
	}

	#readColours() {
		const style = getComputedStyle(this.#canvas);
		const colour = (name) => style.getPropertyValue(name).trim();
		return { line: colour("--accent"), clear: colour("--accent-clear"), grid: colour("--line"), label: colour("--muted"), font: style.fontFamily };
	}

	#glide() {
		const highest = Math.max(this.#floor, ...this.#samples.map(({ value }) => value ?? 0));
		const target = roundUp(highest);
		this.#top += calm.matches ? target - this.#top : (target - this.#top) * 0.25;
		return target;
	}

	#grid(plot, label) {
		const context = this.#context;
		const rule = (y) => context.fillRect(plot.left, Math.round(y), plot.right - plot.left, 1);
		context.fillStyle = this.#colours.grid;
		rule(plot.bottom);
		if (label === null) {
			return;
		}
		rule(plot.top);
		rule((plot.top + plot.bottom) / 2);
		context.fillStyle = this.#colours.label;
		context.font = `12px ${this.#colours.font}`;
		context.textAlign = "left";
		context.fillText(label, plot.left, plot.top - 6);
		context.fillText("60 s ago", plot.left, plot.bottom + 17);
		context.textAlign = "right";
		context.fillText("now", plot.right, plot.bottom + 17);
	}

	// Points without a gap between them, each run as its own line.
	#runs(plot) {
		const end = Date.now() - (calm.matches ? 0 : LAG);
		const runs = [];
		let last = -Infinity;
		for (const { at, value } of this.#samples) {
			if (value === null) {
				last = -Infinity;
				continue;
			}
			if (at - last > GAP) {
				runs.push([]);
			}
			last = at;
			runs.at(-1).push({
				x: plot.right - ((end - at) / WINDOW) * (plot.right - plot.left),
				y: plot.bottom - (value / this.#top) * (plot.bottom - plot.top),
			});
		}
		return runs;
	}

	#line(plot, run) {
		const context = this.#context;
		context.save();
		context.beginPath();
		context.rect(plot.left, 0, plot.right - plot.left, plot.bottom + 2);
		context.clip();
		context.beginPath();
		trace(context, run);
		context.strokeStyle = this.#colours.line;
		context.lineWidth = 2;
		context.lineJoin = context.lineCap = "round";
		context.stroke();
		context.lineTo(run.at(-1).x, plot.bottom);
		context.lineTo(run[0].x, plot.bottom);
		const fade = context.createLinearGradient(0, plot.top, 0, plot.bottom);
		fade.addColorStop(0, this.#colours.line);
		fade.addColorStop(1, this.#colours.clear);
		context.fillStyle = fade;
		context.globalAlpha = 0.22;
		context.fill();
		context.restore();
	}

}
