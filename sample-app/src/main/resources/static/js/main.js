// Wires the page together: the form that asks for name and room, the conversation behind it, the prices and the meters.

import { Chat, complain, wellFormed } from "./chat.js";
import { Connection } from "./connection.js";
import { addressOf, proposeName, recall, rememberJoined, rememberLeft, roomInAddress } from "./identity.js";
import { MessageList } from "./messages.js";
import { Meters } from "./meters.js";
import { SlowReader } from "./reader.js";
import { Status } from "./status.js";
import { Ticker } from "./ticker.js";

const part = (id) => document.getElementById(id);
const onTouch = matchMedia("(pointer: coarse)");

const connection = new Connection();

const status = new Status({
	pill: part("state"), text: part("state-text"), announcement: part("announcement"),
	closeNote: part("close-note"), retry: part("retry"),
});
connection.addEventListener("state", ({ detail }) => {
	const retryHadFocus = document.activeElement === part("retry");
	status.show(detail);
	if (retryHadFocus && part("retry").hidden) {
		part("message").focus();
	}
});
part("retry").addEventListener("click", () => connection.retry());

const messages = new MessageList({
	log: part("log"), list: part("messages"), nothing: part("nothing"), newest: part("newest"),
});
const chat = new Chat(connection, messages, {
	form: part("composer"), input: part("message"), send: part("send"), presence: part("presence"),
	members: part("members"), typing: part("typing"),
	hint: part("hint"), problem: part("problem"), turnedAway,
});

for (const field of ["name", "room"]) {
	part(field).addEventListener("input", () => complainAbout(field, ""));
}

function complainAbout(field, complaint) {
	complain(part(field), part(`${field}-problem`), complaint);
}

// Back to the way in, which says what the server found wrong there.
function turnedAway(field, complaint) {
	leave();
	complainAbout(field, complaint);
	part(field).focus();
}

function show(joined) {
	part("entry").hidden = joined;
	part("conversation").hidden = !joined;
}

function join() {
	const visitor = { name: wellFormed(part("name").value.trim()), room: wellFormed(part("room").value.trim()) };
	complainAbout("name", "");
	complainAbout("room", "");
	part("name").value = visitor.name;
	part("room").value = visitor.room;
	rememberJoined(visitor);
	part("room-title").textContent = visitor.room;
	part("invite").href = addressOf(visitor.room, { guest: true });
	document.title = `${visitor.room} – wsboot sample`;
	status.forget();
	show(true);
	chat.join(visitor.name, visitor.room);
}

function leave() {
	chat.leave();
	rememberLeft();
	document.title = "wsboot sample";
	show(false);
}

part("entry").addEventListener("submit", (event) => {
	event.preventDefault();
	join();
	// On a touch screen the keyboard would cover half of what was just joined.
	part(onTouch.matches ? "room-title" : "message").focus();
});
part("leave").addEventListener("click", () => {
	leave();
	part("join").focus();
});
part("another").addEventListener("click", () => {
	part("name").value = proposeName();
	complainAbout("name", "");
});

addEventListener("hashchange", () => {
	const room = roomInAddress();
	if (room === null) {
		return;
	}
	part("room").value = room;
	if (!part("conversation").hidden) {
		if (part("room").checkValidity()) {
			join();
		}
		else {
			leave();
		}
	}
});

const { name, room, joined } = recall();
part("name").value = name;
part("room").value = room;
if (joined && part("entry").checkValidity()) {
	join();
}

new Ticker(new Connection(), part("ticker"));
new SlowReader({ strip: part("reader"), button: part("reader-pause"), note: part("reader-note"), list: part("reader-prices") });
new Meters(part("live")).start();
