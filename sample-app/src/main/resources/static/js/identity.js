// Who the visitor is and which room is meant: the name in this tab's storage (and as a proposal for the next visit in
// the browser's), the room in the URL's hash, so that copying the address is all it takes to meet.

const FIRST_ROOM = "lobby";
const QUALITIES = ["Amber", "Brisk", "Calm", "Dapper", "Early", "Gentle", "Hazel", "Jolly", "Keen", "Lucky", "Mellow",
	"Nimble", "Quiet", "Rustic", "Sunny", "Tidy", "Velvet", "Witty"];
const CREATURES = ["Badger", "Curlew", "Dormouse", "Finch", "Gecko", "Heron", "Ibex", "Lynx", "Marten", "Newt", "Otter",
	"Plover", "Robin", "Starling", "Tapir", "Vole", "Wren", "Yak"];

const one = (list) => list[Math.floor(Math.random() * list.length)];

// Storage may be switched off; then nothing is remembered and everything else works.
function read(storage, key) {
	try {
		return window[storage].getItem(key);
	}
	catch {
		return null;
	}
}

function write(storage, key, value) {
	try {
		window[storage].setItem(key, value);
	}
	catch {
		// Not remembered, by the browser's own choice.
	}
}

export const proposeName = () => `${one(QUALITIES)} ${one(CREATURES)}`;

/** The address of a room, for a link or the address bar. A guest is proposed a name of its own. */
export function addressOf(room, { guest = false } = {}) {
	return `${location.pathname}${guest ? "?guest" : ""}#${encodeURIComponent(room)}`;
}

/** The room named by the URL's hash, or null. */
export function roomInAddress() {
	try {
		return decodeURIComponent(location.hash.slice(1)) || null;
	}
	catch {
		return null;
	}
}

/** What to put into the form: this tab's own choice before the browser's last one before a proposal. */
export function recall() {
	const guest = new URLSearchParams(location.search).has("guest");
	const ownName = read("sessionStorage", "name");
	const name = ownName ?? (guest ? null : read("localStorage", "name")) ?? proposeName();
	const room = roomInAddress() ?? read("localStorage", "room") ?? FIRST_ROOM;
	return { name, room, joined: read("sessionStorage", "joined") === "yes" };
}

export function rememberJoined({ name, room }) {
	write("sessionStorage", "name", name);
	write("sessionStorage", "joined", "yes");
	write("localStorage", "name", name);
	write("localStorage", "room", room);
	history.replaceState(null, "", addressOf(room));
}

export function rememberLeft() {
	write("sessionStorage", "joined", "no");
}
