// The strip of prices: one cell for each symbol, changed in place by the ticks of a connection of its own.

const MOST_SYMBOLS = 24;

const price = new Intl.NumberFormat(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const change = new Intl.NumberFormat(undefined, {
	minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: "exceptZero",
});

function span(className) {
	const node = document.createElement("span");
	node.className = className;
	return node;
}

export class Ticker {

	#strip;
	#list;
	#cells = new Map();

	constructor(connection, strip) {
		this.#strip = strip;
		this.#list = strip.querySelector("ul");
		connection.addEventListener("state", ({ detail }) => { strip.dataset.state = detail.state; });
		connection.addEventListener("message", ({ detail }) => this.#tick(detail));
		connection.open("/ticker");
	}

	#tick(tick) {
		const usable = tick.type === "tick" && typeof tick.symbol === "string"
			&& Number.isFinite(tick.price) && Number.isFinite(tick.change);
		const cell = usable ? this.#cells.get(tick.symbol) ?? this.#cell(tick.symbol) : null;
		if (cell === null) {
			return;
		}
		cell.price.textContent = price.format(tick.price);
		cell.change.textContent = change.format(tick.change);
		cell.change.dataset.direction = ["down", "level", "up"][Math.sign(tick.change) + 1];
	}

	#cell(symbol) {
		if (this.#cells.size >= MOST_SYMBOLS) {
			return null;
		}
		const item = document.createElement("li");
		const cell = { price: span("price"), change: span("change") };
		const name = span("symbol");
		name.textContent = symbol;
		item.append(name, cell.price, cell.change);
		this.#list.append(item);
		this.#cells.set(symbol, cell);
		this.#strip.dataset.filled = "true";
		return cell;
	}

}
