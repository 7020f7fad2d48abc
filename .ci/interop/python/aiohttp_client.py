"""python3-aiohttp as a client.

Usage: aiohttp_client.py ECHO CLOSING deflate|plain
"""

import contextlib

import aiohttp
import checks

WINDOW_BITS = 15


class Connection:

    def __init__(self, session):
        self.session = session
        self.compressed = session.compress > 0

    async def send(self, data):
        await (self.session.send_str(data) if isinstance(data, str) else self.session.send_bytes(data))

    async def next(self):
        """The next message that is no Ping."""
        while True:
            message = await self.session.receive()
            if message.type != aiohttp.WSMsgType.PING:
                return message
            await self.session.pong(message.data)

    async def receive(self):
        message = await self.next()
        if message.type not in (aiohttp.WSMsgType.TEXT, aiohttp.WSMsgType.BINARY):
            raise AssertionError(f"instead of a message came {message.type.name} {message.data} {message.extra}")
        return message.data

    async def send_fragments(self, parts):
        raise checks.NoApi

    async def ping(self, payload):
        await self.session.ping(payload)
        message = await self.next()
        checks.expect((message.type, message.data), (aiohttp.WSMsgType.PONG, payload), "answer to a ping")

    async def close(self, code, reason):
        await self.session.close(code=code, message=reason.encode())
        return self.session.close_code

    async def closed(self):
        message = await self.next()
        checks.expect(message.type, aiohttp.WSMsgType.CLOSE, "what comes")
        return message.data, message.extra


class Peer:
    name = f"aiohttp {aiohttp.__version__}"

    def __init__(self, deflate):
        # with autoping, aiohttp keeps the answers to Pings to itself
        self.options = {"compress": WINDOW_BITS if deflate else 0, "max_msg_size": 0, "autoping": False}

    @contextlib.asynccontextmanager
    async def open(self, url):
        async with aiohttp.ClientSession() as client:
            async with client.ws_connect(url, **self.options) as session:
                yield Connection(session)


if __name__ == "__main__":
    checks.main(Peer, __doc__)
