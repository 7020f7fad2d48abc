// The npm package ws as a server: ws_server.mjs deflate|plain

import { createRequire } from "node:module";
import { WebSocketServer } from "ws";

const { version } = createRequire(import.meta.url)("ws/package.json");
const perMessageDeflate = process.argv[2] === "deflate" ? { threshold: 0 } : false;
const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate });

server.on("connection", (socket, request) => {
    const { pathname, searchParams } = new URL(request.url, "ws://localhost");
    socket.on("error", (fault) => console.error(`${pathname}: ${fault.message}`));
    if (pathname === "/closing") {
        socket.close(Number(searchParams.get("code")), searchParams.get("reason"));
    } else if (pathname === "/compression") {
        socket.send(socket.extensions.startsWith("permessage-deflate") ? "deflate" : "plain");
    } else {
        socket.on("message", (data, isBinary) => socket.send(data, { binary: isBinary }));
    }
});
server.on("listening", () => {
    console.log(`peer    ws ${version}`);
    console.log(`listening on ${server.address().port}`);
});
