// Node.js with the WebSocket it has built in.

import { main } from "./checks.mjs";
import { webSocketPeer } from "./web_socket.mjs";

await main(() => webSocketPeer(`Node.js ${process.versions.node}`, WebSocket));
