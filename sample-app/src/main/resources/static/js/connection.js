// One WebSocket that comes back by itself. It tells its owner what happens through two events:
// "state" (detail: state, retryAt, close) and "message" (detail: the parsed JSON object).
// Lost connections are tried again with exponential back-off and jitter; the server's port is asked for anew each time.

const FIRST_DELAY = 500;
const LONGEST_DELAY = 10_000;
const CONNECT_LIMIT = 10_000;
const CONFIG_LIMIT = 5_000;
const STEADY_AFTER = 5_000;

// Normal closure and policy violation: the server means it, so trying again is the user's decision.
const FINAL_CODES = new Set([1000, 1008]);

async function address(path) {
	const response = await fetch("sample/config", { cache: "no-store", signal: AbortSignal.timeout(CONFIG_LIMIT) });
	if (!response.ok) {
		throw new Error(`sample/config answered ${response.status}`);
	}
	const { wsPort } = await response.json();
	if (!Number.isInteger(wsPort) || wsPort < 1 || wsPort > 65_535) {
		throw new Error("sample/config names no port");
	}
	const scheme = location.protocol === "https:" ? "wss" : "ws";
	return `${scheme}://${location.hostname}:${wsPort}${path}`;
}

function parse(data) {
	try {
		const value = JSON.parse(data);
		return value !== null && typeof value === "object" ? value : null;
	}
	catch {
		return null;
	}
}

export class Connection extends EventTarget {

	state = "closed";

	#path = "";
	#socket = null;
	#attempt = 0;
	#failures = 0;
	#retryTimer = 0;
	#limitTimer = 0;
	#steadyTimer = 0;

	constructor() {
		super();
		addEventListener("online", () => this.#hurry());
		document.addEventListener("visibilitychange", () => {
			if (document.visibilityState === "visible") {
				this.#hurry();
			}
		});
	}

	open(path) {
		this.#abandon();
		this.#path = path;
		this.#failures = 0;
		this.#connect("connecting");
	}

	close() {
		this.#abandon();
		this.#tell("closed");
	}

	retry() {
		if (this.state === "reconnecting" || this.state === "closed") {
			this.#abandon();
			this.#connect("reconnecting");
		}
	}

	/** Returns false, and sends nothing, unless the connection is open. */
	send(message) {
		if (this.#socket?.readyState !== WebSocket.OPEN) {
			return false;
		}
		this.#socket.send(JSON.stringify(message));
		return true;
	}

	async #connect(state) {
		const attempt = ++this.#attempt;
		this.#tell(state);
		let url;
		try {
			url = await address(this.#path);
		}
		catch {
			url = null;
		}
		if (attempt !== this.#attempt) {
			return;
		}
		if (url === null) {
			this.#lost({ code: null, reason: "page server out of reach" });
			return;
		}
		this.#listen(new WebSocket(url), attempt);
	}

	#listen(socket, attempt) {
		const current = () => attempt === this.#attempt;
		this.#socket = socket;
		this.#limitTimer = setTimeout(() => socket.close(), CONNECT_LIMIT);
		socket.addEventListener("open", () => {
			if (current()) {
				clearTimeout(this.#limitTimer);
				this.#steadyTimer = setTimeout(() => { this.#failures = 0; }, STEADY_AFTER);
				this.#tell("open");
			}
		});
		socket.addEventListener("message", (event) => {
			const detail = parse(event.data);
			if (current() && detail !== null) {
				this.dispatchEvent(new CustomEvent("message", { detail }));
			}
		});
		socket.addEventListener("close", ({ code, reason }) => {
			if (current()) {
				this.#lost({ code, reason });
			}
		});
	}

	#lost(close) {
		this.#abandon();
		if (FINAL_CODES.has(close.code)) {
			this.#tell("closed", { close });
			return;
		}
		const ceiling = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** this.#failures++);
		const delay = ceiling / 2 + Math.random() * ceiling / 2;
		this.#retryTimer = setTimeout(() => this.#connect("reconnecting"), delay);
		this.#tell("reconnecting", { close, retryAt: Date.now() + delay });
	}

	// The network or the user is back: waiting out the back-off would only annoy.
	#hurry() {
		if (this.#retryTimer !== 0) {
			this.retry();
		}
	}

	#abandon() {
		this.#attempt++;
		clearTimeout(this.#retryTimer);
		clearTimeout(this.#limitTimer);
		clearTimeout(this.#steadyTimer);
		this.#retryTimer = 0;
		this.#socket?.close(1000);
		this.#socket = null;
	}

	#tell(state, { retryAt = null, close = null } = {}) {
		this.state = state;
		this.dispatchEvent(new CustomEvent("state", { detail: { state, retryAt, close } }));
	}

}
