// A peer made of a WebSocket as browsers have it.

import { Inbox } from "./inbox.mjs";

/** The peer of that name; extras adds to a connection what its WebSocket can do beyond the standard. */
export function webSocketPeer(name, WebSocket, extras = () => ({})) {
    return {
        name,
        mayClose: (code) => code === 1000 || code >= 3000,
        open: (url) => open(new WebSocket(url), extras),
    };
}

function open(socket, extras) {
    socket.binaryType = "arraybuffer";
    const inbox = new Inbox();
    socket.onmessage = ({ data }) => inbox.put(typeof data === "string" ? data : new Uint8Array(data));
    const closed = new Promise((resolve, reject) => {
        socket.onclose = ({ code, reason, wasClean }) => {
            const fault = new Error(`closed with ${code} ${reason}${wasClean ? "" : ", not cleanly"}`);
            inbox.end(fault);
            wasClean ? resolve({ code, reason }) : reject(fault);
        };
    });
    const connection = {
        closed,
        send: (data) => socket.send(data),
        receive: () => inbox.take(),
        close: (code, reason) => socket.close(code, reason),
        get compressed() {
            return socket.extensions.startsWith("permessage-deflate");
        },
        ...extras(socket),
    };
    return new Promise((resolve, reject) => {
        socket.onopen = () => resolve(connection);
        closed.catch(reject);
    });
}
