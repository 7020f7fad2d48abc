// The npm package undici.

import diagnostics from "node:diagnostics_channel";
import { createRequire } from "node:module";
import { WebSocket, ping } from "undici";
import { main } from "./checks.mjs";
import { webSocketPeer } from "./web_socket.mjs";

const { version } = createRequire(import.meta.url)("undici/package.json");

function extras(socket) {
    return {
        ping(payload) {
            return new Promise((resolve) => {
                const onPong = (message) => {
                    if (message.websocket === socket) {
                        diagnostics.unsubscribe("undici:websocket:pong", onPong);
                        resolve(new Uint8Array(message.payload));
                    }
                };
                diagnostics.subscribe("undici:websocket:pong", onPong);
                ping(socket, Buffer.from(payload));
            });
        },
    };
}

await main(() => webSocketPeer(`undici ${version}`, WebSocket, extras));
