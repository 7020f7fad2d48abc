"""Keeps silent for longer than a proxy's timeout, and then asks for an echo.

Usage: idle_tunnel.py ECHO kept|cut
The connection has to be kept, because the server sends heartbeats, or cut, because it sends none: the second shows
that the timeout is real.
"""

import asyncio
import sys

import websockets
from websockets.exceptions import ConnectionClosed

SILENCE = 6


async def outcome(echo):
    async with websockets.connect(echo, ping_interval=None) as session:
        await asyncio.sleep(SILENCE)
        try:
            await session.send("still there?")
            return "kept" if await session.recv() == "still there?" else "garbled"
        except ConnectionClosed:
            return "cut"


def main(echo, expected):
    actual = asyncio.run(asyncio.wait_for(outcome(echo), 5 * SILENCE))
    print(f"peer    websockets {websockets.__version__}, silent, to be {expected}")
    name = f"a silent connection is {expected}"
    print(f"ok      {name}" if actual == expected else f"FAILED  {name}: it was {actual}")
    return 0 if actual == expected else 1


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[2] not in ("kept", "cut"):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
