// The live panel: asks Actuator once a second while the tab is visible, turns its meters into three figures, and feeds
// their charts. A meter that is not there shows a dash; a failed question is forgiven and asked again.

import { calm, Chart } from "./chart.js";

const EVERY = 1_000;
const ANSWER_LIMIT = 3_000;
const LEAST_SPAN = 500;
const MOST_SPAN = 5_000;
const NAMES_EVERY = 5_000;
const FRAME = 45;

const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat(undefined, { notation: "compact", maximumFractionDigits: 1 });

// How many digits a value below one deserves is up to its meter.
function figure(value, { digits }) {
	if (value >= 100_000) {
		return short.format(value);
	}
	if (value === 0 || value >= 100) {
		return whole.format(value);
	}
	return value.toLocaleString(undefined, { maximumFractionDigits: value < 1 ? digits : 1 });
}

const KINDS = {
	sessions: { floor: 4, unit: "", digits: 0 },
	messages: { floor: 5, unit: " /s", digits: 1 },
	rtt: { floor: 0.5, unit: " ms", digits: 2 },
};

async function ask(path) {
	const response = await fetch(`actuator/metrics${path}`, { cache: "no-store", signal: AbortSignal.timeout(ANSWER_LIMIT) });
	if (response.status === 404) {
		return null;
	}
	if (!response.ok) {
		throw new Error(`Actuator answered ${response.status}`);
	}
	return response.json();
}

export class Meters {

	#note;
	#meters = new Map();
	#names = new Set();
	#namesAt = -Infinity;
	#count = null;
	#timer = 0;
	#began = -EVERY;
	#asking = false;
	#drawnAt = 0;
	#pings = null;

	constructor(panel) {
		this.#note = panel.querySelector("#live-note");
		for (const place of panel.querySelectorAll("[data-meter]")) {
			const kind = place.dataset.meter;
			const { floor, unit } = KINDS[kind];
			const format = (value) => `${figure(value, KINDS[kind])}${unit}`;
			const chart = new Chart(place.querySelector("canvas"), { format, floor });
			this.#meters.set(kind, { chart, number: place.querySelector(".number") });
		}
	}

	start() {
		document.addEventListener("visibilitychange", () => this.#schedule());
		this.#schedule();
		requestAnimationFrame((now) => this.#animate(now));
	}

	#schedule() {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => this.#poll(), Math.max(0, this.#began + EVERY - performance.now()));
	}

	async #poll() {
		if (this.#asking || document.visibilityState !== "visible") {
			return;
		}
		this.#asking = true;
		this.#began = performance.now();
		await this.#refresh();
		this.#asking = false;
		this.#schedule();
	}

	async #refresh() {
		try {
			await this.#learnNames();
			const [sessions, messages, rtt] = await Promise.all([
				this.#measure("ws.sessions.active"),
				this.#measure("ws.messages", "?tag=direction:received"),
				this.#measure("ws.heartbeat.rtt"),
			]);
			this.#show("sessions", sessions?.VALUE ?? null);
			this.#show("messages", sessions === null ? null : this.#rate(messages?.COUNT ?? 0));
			this.#show("rtt", rtt === null ? null : this.#roundTrip(rtt));
			this.#tell(true);
		}
		catch {
			this.#count = null;
			this.#meters.forEach((meter, kind) => this.#show(kind, null));
			this.#tell(false);
		}
	}

	// Meters appear when there is something to count; asking only for those that exist keeps the console clean.
	async #learnNames() {
		const now = performance.now();
		if (now - this.#namesAt >= NAMES_EVERY) {
			const { names } = await ask("");
			this.#names = new Set(names);
			this.#namesAt = now;
		}
	}

	async #measure(name, query = "") {
		const answer = this.#names.has(name) ? await ask(`/${name}${query}`) : null;
		return answer === null ? null
			: Object.fromEntries(answer.measurements.map(({ statistic, value }) => [statistic, value]));
	}

	// A counter that fell was begun anew by a restart; two looks in quick succession say nothing about a second.
	#rate(count) {
		const now = performance.now();
		const before = this.#count;
		const span = before === null ? Infinity : now - before.at;
		if (span < LEAST_SPAN) {
			return before.rate;
		}
		const grown = before === null || count < before.count ? count : count - before.count;
		const rate = span > MOST_SPAN ? null : grown / (span / 1_000);
		this.#count = { count, at: now, rate };
		return rate;
	}

	// The mean of the pings since the last look, in milliseconds; without a new one the last mean stands. The first look
	// tells nothing: its pings may be as old as the server.
	#roundTrip({ COUNT: count, TOTAL_TIME: total }) {
		const before = this.#pings ?? { count, total, mean: null };
		const anew = count < before.count;
		const pings = count - (anew ? 0 : before.count);
		const time = total - (anew ? 0 : before.total);
		const mean = pings > 0 ? (time / pings) * 1_000 : before.mean;
		this.#pings = { count, total, mean };
		return mean;
	}

	#show(kind, value) {
		const { chart, number } = this.#meters.get(kind);
		const text = value === null ? "–" : figure(value, KINDS[kind]);
		if (number.textContent !== text) {
			number.textContent = text;
		}
		chart.push(value);
		chart.draw();
	}

	#tell(fed) {
		this.#note.textContent = fed ? "last 60 seconds" : "no meters right now";
	}

	// A minute on a few hundred pixels moves slowly: twenty pictures a second are smooth and leave the machine alone.
	#animate(now) {
		if (!calm.matches && now - this.#drawnAt >= FRAME) {
			this.#drawnAt = now;
			this.#meters.forEach(({ chart }) => chart.draw());
		}
		requestAnimationFrame((next) => this.#animate(next));
	}

}
