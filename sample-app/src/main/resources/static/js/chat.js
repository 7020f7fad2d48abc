// One visitor in one room: what is typed becomes a message, what the server says becomes a line, a count or a complaint.
// What may be said and how people may be called is the server's to judge; the page shows its verdict beside the input.
// Nothing typed is lost silently: without a connection it stays in the input, and what was on its way when the
// connection broke is marked.

const AWAY = "Kept here until the connection is back";
const MAX_TIME = 8.64e15;
const TYPING_EVERY = 2_000;
const TYPING_SHOWN = 4_000;

// A half of a surrogate pair cannot travel as UTF-8.
export const wellFormed = (text) => text.toWellFormed?.() ?? text;

/** Shows beside an input what is wrong with it; an empty complaint takes that back. */
export function complain(input, note, complaint) {
	note.textContent = complaint;
	input.setAttribute("aria-invalid", String(complaint !== ""));
}

export class Chat {

	#connection;
	#messages;
	#parts;
	#name = "";
	#room = null;
	#onItsWay = [];
	#wasAway = false;
	#typedAt = -Infinity;
	#typists = new Map();

	/** The parts: form, input, send, presence, members, typing, hint, problem, and turnedAway(field, complaint) for who may not join. */
	constructor(connection, messages, parts) {
		this.#connection = connection;
		this.#messages = messages;
		this.#parts = parts;
		connection.addEventListener("state", ({ detail }) => this.#stateChanged(detail.state));
		connection.addEventListener("message", ({ detail }) => this.#received(detail));
		parts.form.addEventListener("submit", (event) => {
			event.preventDefault();
			this.#submit();
		});
		parts.input.addEventListener("keydown", (event) => {
			if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
				event.preventDefault();
				this.#submit();
			}
		});
		parts.input.addEventListener("input", () => {
			this.#complain("");
			this.#guide();
			this.#typing();
		});
	}

	join(name, room) {
		this.#giveUpOnTheWay();
		if (room !== this.#room) {
			this.#messages.clear();
		}
		this.#name = name;
		this.#room = room;
		this.#wasAway = false;
		this.#complain("");
		this.#connection.open(`/chat/${encodeURIComponent(room)}`);
	}

	leave() {
		this.#connection.close();
	}

	#submit() {
		const { input } = this.#parts;
		this.#complain("");
		if (this.#say(wellFormed(input.value.trim()))) {
			input.value = "";
		}
		this.#guide();
		input.focus();
	}

	#say(text) {
		if (!this.#connection.send({ type: "say", text })) {
			return false;
		}
		this.#onItsWay.push({ item: text === "" ? null : this.#draw(text), text });
		return true;
	}

	#draw(text) {
		const item = this.#messages.add({ name: this.#name, text, at: Date.now(), own: true });
		this.#messages.mark(item, "pending");
		return item;
	}

	#sayAgain({ item, text }) {
		if (this.#say(text)) {
			this.#messages.remove(item);
		}
		else {
			this.#markUnsent({ item, text });
		}
		this.#parts.input.focus();
	}

	#received(message) {
		if (message.type === "line") {
			this.#line(message);
		}
		else if (message.type === "presence" && Array.isArray(message.names)) {
			this.#parts.presence.textContent = String(message.names.length);
			this.#parts.members.textContent = message.names.join(", ");
			this.#parts.members.parentElement.title = message.names.join(", ");
		}
		else if (message.type === "typing" && typeof message.name === "string") {
			this.#types(message.name);
		}
		else if (message.type === "problem") {
			this.#problem(message.field, String(message.message));
		}
	}

	// Told now and then while something is written; whoever does not hear it misses nothing.
	#typing() {
		const now = performance.now();
		if (now - this.#typedAt >= TYPING_EVERY && this.#parts.input.value.trim() !== "") {
			this.#typedAt = now;
			this.#connection.send({ type: "typing" });
		}
	}

	#types(name) {
		clearTimeout(this.#typists.get(name));
		this.#typists.set(name, setTimeout(() => this.#typesNoMore(name), TYPING_SHOWN));
		this.#showTypists();
	}

	#typesNoMore(name) {
		clearTimeout(this.#typists.get(name));
		if (this.#typists.delete(name)) {
			this.#showTypists();
		}
	}

	#showTypists() {
		const names = [...this.#typists.keys()];
		this.#parts.typing.textContent = names.length === 0 ? ""
			: `${names.slice(0, 3).join(", ")} ${names.length === 1 ? "is" : "are"} writing…`;
	}

	// The room's line is also the receipt of one's own message. Another tab may use the same name, so the name alone
	// does not tell whose line it is.
	#line({ name, text, at }) {
		if (typeof name !== "string" || typeof text !== "string") {
			return;
		}
		this.#typesNoMore(name);
		const when = Number.isFinite(at) && Math.abs(at) <= MAX_TIME ? at : Date.now();
		const index = name === this.#name ? this.#onItsWay.findIndex((sent) => sent.text === text) : -1;
		if (index < 0) {
			this.#messages.add({ name, text, at: when, own: false });
			return;
		}
		const [{ item }] = this.#onItsWay.splice(index, 1);
		this.#messages.mark(item, "delivered", { at: when });
	}

	#problem(field, complaint) {
		if (field === "name" || field === "room") {
			this.#parts.turnedAway(field, complaint);
		}
		else {
			this.#refused(complaint);
		}
	}

	// The server answers in the order of sending, so the complaint is about the oldest message without a receipt. An
	// empty one was never drawn.
	#refused(complaint) {
		const { item = null, text = "" } = this.#onItsWay.shift() ?? {};
		if (item !== null && this.#handBack(text)) {
			this.#messages.remove(item);
		}
		else if (item !== null) {
			this.#messages.mark(item, "refused");
		}
		this.#complain(complaint);
	}

	#complain(complaint) {
		complain(this.#parts.input, this.#parts.problem, complaint);
	}

	// Into the input again, unless something new is being written there.
	#handBack(text) {
		const { input } = this.#parts;
		if (input.value.trim() !== "") {
			return false;
		}
		input.value = text;
		return true;
	}

	#stateChanged(state) {
		const { presence, send } = this.#parts;
		send.setAttribute("aria-disabled", String(state !== "open"));
		if (state === "open") {
			if (this.#wasAway) {
				this.#messages.gap();
			}
			this.#wasAway = false;
			this.#connection.send({ type: "join", name: this.#name });
		}
		else {
			this.#wasAway ||= state === "reconnecting";
			presence.textContent = "–";
			this.#parts.members.textContent = "";
			this.#giveUpOnTheWay();
		}
		this.#guide();
	}

	#giveUpOnTheWay() {
		for (const sent of this.#onItsWay.splice(0)) {
			this.#markUnsent(sent);
		}
	}

	#markUnsent(sent) {
		if (sent.item !== null) {
			this.#messages.mark(sent.item, "unsent", { again: () => this.#sayAgain(sent) });
		}
	}

	#guide() {
		const { input, hint } = this.#parts;
		const away = this.#connection.state !== "open" && input.value.trim() !== "";
		hint.textContent = away ? AWAY : "";
	}

}
