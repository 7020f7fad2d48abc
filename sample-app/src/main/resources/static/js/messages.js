// The list of messages: draws them, groups what one author says in a row, follows the newest while the reader is at the
// end, and marks the fate of one's own. Whatever others wrote goes in as text, never as markup.

const KEPT = 400;
const GROUP_GAP = 120_000;
const NEAR_END = 48;

const hour = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

function element(name, className, text = "") {
	const node = document.createElement(name);
	node.className = className;
	node.textContent = text;
	return node;
}

export class MessageList {

	#log;
	#list;
	#nothing;
	#newest;
	#following = true;

	constructor({ log, list, nothing, newest }) {
		this.#log = log;
		this.#list = list;
		this.#nothing = nothing;
		this.#newest = newest;
		newest.addEventListener("click", () => {
			this.#toEnd();
			log.focus();
		});
		log.addEventListener("scroll", () => this.#scrolled(), { passive: true });
		new ResizeObserver(() => this.#follow()).observe(log);
	}

	/** Adds a message and returns its element, which mark() takes. */
	add({ name, text, at, own }) {
		const item = element("li", own ? "own" : "other");
		item.dataset.author = name;
		item.dataset.at = String(at);
		if (this.#continues(item)) {
			item.classList.add("follows");
		}
		const author = element("p", "author");
		author.append(element("bdi", "", own ? "You" : name), this.#time(at));
		const body = element("p", "text", text);
		body.dir = "auto";
		item.append(author, body);
		this.#append(item, own);
		return item;
	}

	/** Tells what became of one's own message: "pending", "delivered", "refused" or "unsent" (with a way to try again). */
	mark(item, fate, { at = null, again = null } = {}) {
		item.dataset.fate = fate;
		item.querySelector(".fate")?.remove();
		if (at !== null) {
			item.dataset.at = String(at);
			item.querySelector("time").replaceWith(this.#time(at));
		}
		if (fate === "refused" || fate === "unsent") {
			const note = element("p", "fate", fate === "refused" ? "Refused" : "Not confirmed");
			if (again !== null) {
				const button = element("button", "link", "Send again");
				button.type = "button";
				button.addEventListener("click", again, { once: true });
				note.append(" ", button);
			}
			item.append(note);
			this.#follow();
		}
	}

	remove(item) {
		if (!item.classList.contains("follows")) {
			item.nextElementSibling?.classList.remove("follows");
		}
		item.remove();
		this.#nothing.hidden = this.#list.childElementCount > 0;
	}

	/** Says between two messages that some may be missing. */
	gap() {
		const last = this.#list.lastElementChild;
		if (last !== null && !last.classList.contains("gap")) {
			this.#append(element("li", "gap", "Back again. What was said meanwhile is not shown."), false);
		}
	}

	clear() {
		this.#list.replaceChildren();
		this.#nothing.hidden = false;
		this.#toEnd();
	}

	#append(item, always) {
		this.#following ||= always;
		this.#nothing.hidden = true;
		this.#list.append(item);
		while (this.#list.childElementCount > KEPT) {
			this.remove(this.#list.firstElementChild);
		}
		this.#newest.hidden = this.#following;
		this.#follow();
	}

	#continues(item) {
		const last = this.#list.lastElementChild;
		return last !== null && last.classList.contains("own") === item.classList.contains("own")
			&& last.dataset.author === item.dataset.author
			&& Math.abs(Number(item.dataset.at) - Number(last.dataset.at)) < GROUP_GAP;
	}

	#time(at) {
		const moment = new Date(at);
		const time = element("time", "", hour.format(moment));
		time.dateTime = moment.toISOString();
		time.title = full.format(moment);
		return time;
	}

	#scrolled() {
		const { scrollHeight, scrollTop, clientHeight } = this.#log;
		this.#following = scrollHeight - scrollTop - clientHeight < NEAR_END;
		this.#newest.hidden ||= this.#following;
	}

	#follow() {
		if (this.#following) {
			this.#log.scrollTop = this.#log.scrollHeight;
		}
	}

	#toEnd() {
		this.#following = true;
		this.#newest.hidden = true;
		this.#follow();
	}

}
