"""python3-websockets as a client.

Usage: websockets_client.py ECHO CLOSING deflate|plain
"""

import contextlib

import checks
import websockets
from websockets.exceptions import ConnectionClosed


class Connection:

    def __init__(self, session):
        self.session = session
        self.compressed = any(extension.name == "permessage-deflate" for extension in session.extensions)
        self.send = self.send_fragments = session.send
        self.receive = session.recv

    async def ping(self, payload):
        await (await self.session.ping(payload))

    async def close(self, code, reason):
        await self.session.close(code, reason)
        return self.session.close_code

    async def closed(self):
        try:
            unexpected = await self.session.recv()
        except ConnectionClosed:
            return self.session.close_code, self.session.close_reason
        raise AssertionError(f"a message came instead of a Close: {checks.short(unexpected)}")


class Peer:
    name = f"websockets {websockets.__version__}"

    def __init__(self, deflate):
        self.options = {"compression": "deflate" if deflate else None, "ping_interval": None, "max_size": None}

    @contextlib.asynccontextmanager
    async def open(self, url):
        async with websockets.connect(url, **self.options) as session:
            yield Connection(session)


if __name__ == "__main__":
    checks.main(Peer, __doc__)
