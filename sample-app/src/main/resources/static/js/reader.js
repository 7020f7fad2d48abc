// A second reader of the prices, which runs beside the server because a browser cannot stop reading a WebSocket. Pausing
// it shows what a slow reader costs: older prices are replaced while they wait, and when it reads on it soon has the newest.

const EVERY = 500;
const REPLACED = "actuator/metrics/ws.outbound.dropped?tag=endpoint:/ticker&tag=reason:conflated";

const price = new Intl.NumberFormat(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const whole = new Intl.NumberFormat();

async function answer(path, method = "GET") {
	const response = await fetch(path, { method, cache: "no-store", signal: AbortSignal.timeout(3_000) });
	if (!response.ok) {
		throw new Error(`${path} answered ${response.status}`);
	}
	return response.json();
}

export class SlowReader {

	#parts;
	#cells = new Map();
	#before = null;
	#watching = false;

	/** The parts: strip, button, note, list. */
	constructor(parts) {
		this.#parts = parts;
		parts.button.addEventListener("click", () => this.#toggle());
	}

	async #toggle() {
		const order = this.#parts.strip.dataset.state === "reading" ? "pause" : "resume";
		try {
			this.#before ??= await this.#replaced();
			this.#show(await answer(`sample/reader/${order}`, "POST"), await this.#replaced() - this.#before);
			if (!this.#watching) {
				this.#watching = true;
				this.#refresh();
			}
		}
		catch {
			this.#parts.note.textContent = "The reader is out of reach.";
		}
	}

	async #refresh() {
		try {
			if (document.visibilityState === "visible") {
				const [state, replaced] = [await answer("sample/reader"), await this.#replaced()];
				this.#show(state, replaced - this.#before);
			}
		}
		catch {
			this.#parts.note.textContent = "The reader is out of reach.";
		}
		setTimeout(() => this.#refresh(), EVERY);
	}

	async #replaced() {
		const { measurements } = await answer(REPLACED);
		return measurements[0].value;
	}

	#show({ state, received, prices }, skipped) {
		const { strip, button, note } = this.#parts;
		strip.dataset.state = state;
		if (skipped > 0) {
			strip.dataset.skipped = String(skipped);
		}
		button.textContent = { off: "Start a second reader", reading: "Pause it", paused: "Let it read on" }[state];
		button.setAttribute("aria-pressed", String(state === "paused"));
		const doing = { off: "Gone", reading: "Reads", paused: "Reads nothing" }[state];
		note.textContent = `${doing} · ${whole.format(received)} read · ${whole.format(skipped)} replaced by newer ones`;
		for (const [symbol, value] of Object.entries(prices)) {
			(this.#cells.get(symbol) ?? this.#cell(symbol)).textContent = price.format(value);
		}
	}

	#cell(symbol) {
		const item = document.createElement("li");
		const [name, value] = ["symbol", "price"].map((className) => {
			const node = document.createElement("span");
			node.className = className;
			return node;
		});
		name.textContent = symbol;
		item.append(name, value);
		this.#parts.list.append(item);
		this.#cells.set(symbol, value);
		return value;
	}

}
