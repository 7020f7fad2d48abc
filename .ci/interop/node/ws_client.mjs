// The npm package ws as a client.

import { once } from "node:events";
import { createRequire } from "node:module";
import { WebSocket } from "ws";
import { main } from "./checks.mjs";
import { Inbox } from "./inbox.mjs";

const { version } = createRequire(import.meta.url)("ws/package.json");

async function open(url, perMessageDeflate) {
    const socket = new WebSocket(url, { perMessageDeflate });
    const inbox = new Inbox();
    socket.on("message", (data, isBinary) => inbox.put(isBinary ? new Uint8Array(data) : data.toString()));
    const closed = new Promise((resolve) => {
        socket.on("close", (code, reason) => {
            inbox.end(new Error(`closed with ${code} ${reason}`));
            resolve({ code, reason: reason.toString() });
        });
    });
    await once(socket, "open");
    return {
        closed,
        compressed: socket.extensions.startsWith("permessage-deflate"),
        send: (data) => socket.send(data),
        sendFragments: (parts) =>
            parts.forEach((part, index) => socket.send(part, { fin: index === parts.length - 1 })),
        receive: () => inbox.take(),
        close: (code, reason) => socket.close(code, reason),
        async ping(payload) {
            socket.ping(payload);
            const [answer] = await once(socket, "pong");
            return new Uint8Array(answer);
        },
    };
}

await main((deflate) => ({ name: `ws ${version}`, mayClose: () => true, open: (url) => open(url, deflate) }));
