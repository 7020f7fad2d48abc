"""python3-aiohttp as a server.

Usage: aiohttp_server.py deflate|plain
"""

import asyncio
import sys

import aiohttp
from aiohttp import WSMsgType, web


async def accept(request, deflate):
    # with autoclose, aiohttp answers every Close with 1000
    session = web.WebSocketResponse(compress=deflate, max_msg_size=0, autoclose=False)
    await session.prepare(request)
    return session


async def echo(session):
    async for message in session:
        if message.type == WSMsgType.TEXT:
            await session.send_str(message.data)
        elif message.type == WSMsgType.BINARY:
            await session.send_bytes(message.data)


def routes(deflate):
    async def echoing(request):
        session = await accept(request, deflate)
        await echo(session)
        await session.close(code=session.close_code)
        return session

    async def closing(request):
        session = await accept(request, deflate)
        await session.close(code=int(request.query["code"]), message=request.query["reason"].encode())
        return session

    async def compression(request):
        session = await accept(request, deflate)
        await session.send_str("deflate" if session.compress else "plain")
        return session

    return [web.get("/echo", echoing), web.get("/closing", closing), web.get("/compression", compression)]


async def main(deflate):
    application = web.Application()
    application.add_routes(routes(deflate))
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(f"peer    aiohttp {aiohttp.__version__}")
    print(f"listening on {runner.addresses[0][1]}", flush=True)
    await asyncio.Future()


if __name__ == "__main__":
    if sys.argv[1:] not in (["deflate"], ["plain"]):
        sys.exit(__doc__)
    asyncio.run(main(sys.argv[1] == "deflate"))
