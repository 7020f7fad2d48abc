"""python3-websockets as a server.

Usage: websockets_server.py deflate|plain
"""

import asyncio
import contextlib
import sys
import urllib.parse

import websockets
from websockets.exceptions import ConnectionClosed


async def serve(session, path):
    resource = urllib.parse.urlsplit(path)
    if resource.path == "/closing":
        query = dict(urllib.parse.parse_qsl(resource.query, keep_blank_values=True))
        await session.close(int(query["code"]), query["reason"])
    elif resource.path == "/compression":
        negotiated = any(extension.name == "permessage-deflate" for extension in session.extensions)
        await session.send("deflate" if negotiated else "plain")
    else:
        with contextlib.suppress(ConnectionClosed):
            async for message in session:
                await session.send(message)


async def main(compression):
    async with websockets.serve(serve, "127.0.0.1", 0, compression=compression, max_size=None) as server:
        print(f"peer    websockets {websockets.__version__}")
        print(f"listening on {server.sockets[0].getsockname()[1]}", flush=True)
        await asyncio.Future()


if __name__ == "__main__":
    if sys.argv[1:] not in (["deflate"], ["plain"]):
        sys.exit(__doc__)
    asyncio.run(main("deflate" if sys.argv[1] == "deflate" else None))
