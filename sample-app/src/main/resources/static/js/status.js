// Shows how a connection is doing: the pill with its countdown, the spoken announcement (state changes only, never
// the seconds), and how the last connection ended.

const MEANINGS = new Map([
	[1000, "closed"], [1001, "server going away"], [1002, "protocol error"], [1003, "unsupported data"],
	[1005, "closed without a code"], [1006, "connection lost"], [1007, "invalid payload"], [1008, "not allowed"],
	[1009, "message too big"], [1011, "server error"], [1012, "server restarts"], [1013, "try again later"],
]);

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });

function describe({ code, reason }) {
	const words = reason || MEANINGS.get(code) || "closed";
	return code === null ? words : `${code} ${words}`;
}

function caption(state, retryAt) {
	if (state === "reconnecting" && retryAt !== null) {
		return `Reconnecting in ${Math.max(1, Math.ceil((retryAt - Date.now()) / 1_000))} s`;
	}
	return { connecting: "Connecting…", open: "Connected", reconnecting: "Reconnecting…", closed: "Not connected" }[state];
}

export class Status {

	#parts;
	#timer = 0;
	#last = "closed";

	/** The parts: pill, text, announcement, closeNote, retry. */
	constructor(parts) {
		this.#parts = parts;
	}

	show({ state, retryAt, close }) {
		const { pill, retry } = this.#parts;
		clearInterval(this.#timer);
		pill.dataset.state = state;
		this.#caption(state, retryAt);
		if (retryAt !== null) {
			this.#timer = setInterval(() => this.#caption(state, retryAt), 250);
		}
		retry.hidden = state === "open" || state === "connecting";
		if (close !== null) {
			this.#explain(close);
		}
		if (state !== this.#last) {
			this.#parts.announcement.textContent = caption(state, null);
		}
		this.#last = state;
	}

	forget() {
		this.#parts.closeNote.textContent = "";
	}

	#caption(state, retryAt) {
		const text = caption(state, retryAt);
		if (this.#parts.text.textContent !== text) {
			this.#parts.text.textContent = text;
		}
	}

	// What ended an open connection says more than the failed attempts that follow.
	#explain(close) {
		const { closeNote } = this.#parts;
		if (this.#last === "open" || closeNote.textContent === "") {
			closeNote.textContent = `Closed ${clock.format(new Date())}: ${describe(close)}`;
			closeNote.title = closeNote.textContent;
		}
	}

}
