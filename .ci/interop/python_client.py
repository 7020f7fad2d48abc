"""Talks to the running sample with a WebSocket client that is not Java (python3-websockets).

Usage: python_client.py http://HOST:PORT
The address is the sample's page; the WebSocket port is asked for there, at /sample/config.
"""

import asyncio
import json
import os
import sys
import urllib.parse
import urllib.request

import websockets
from websockets.exceptions import ConnectionClosed, InvalidHandshake

SECONDS = 20
SIZES = (0, 1, 125, 126, 65535, 65536, 200000)
CLOSES = ((1000, ""), (1000, "bye"), (1001, "away"), (3000, "library"), (4999, "ä" * 61))
OVER_THE_LIMIT = 2 * 1024 * 1024


class Sample:
    """The sample's addresses."""

    def __init__(self, page):
        with urllib.request.urlopen(page + "/sample/config", timeout=SECONDS) as answer:
            port = json.load(answer)["wsPort"]
        self.address = f"ws://{urllib.parse.urlsplit(page).hostname}:{port}"

    def open(self, path, **options):
        return websockets.connect(self.address + path, ping_interval=None, max_size=None, **options)

    def join(self, room, name):
        return self.open(f"/chat/{room}?name={urllib.parse.quote(name)}")


def expect(actual, expected, what):
    if actual != expected:
        raise AssertionError(f"{what}: expected {short(expected)}, got {short(actual)}")


def short(value):
    text = repr(value)
    return text if len(text) <= 120 else f"{text[:120]}… ({len(text)} characters)"


async def until(session, matches):
    """Receives chat messages until one matches."""
    while True:
        message = json.loads(await session.recv())
        if matches(message):
            return message


async def text_and_binary_come_back(sample):
    async with sample.open("/echo") as session:
        for size in SIZES:
            text = ("wsboot " * (size // 7 + 1))[:size]
            await session.send(text)
            expect(await session.recv(), text, f"echo of {size} characters")
            payload = bytes(position * 31 % 256 for position in range(size))
            await session.send(payload)
            expect(await session.recv(), payload, f"echo of {size} bytes")
        for text in ("Grüße, 世界", "🚀" * 20000):
            await session.send(text)
            expect(await session.recv(), text, "echo of text beyond ASCII")


async def fragments_are_joined(sample):
    async with sample.open("/echo") as session:
        await session.send(["one ", "", "two ", "three 🚀"])
        expect(await session.recv(), "one two three 🚀", "echo of text in four fragments")
        await session.send([bytes(70000), b"", b"\xff"])
        expect(await session.recv(), bytes(70000) + b"\xff", "echo of bytes in three fragments")


async def pings_are_answered(sample):
    async with sample.open("/echo") as session:
        for payload in (b"", b"x", bytes(125)):
            await (await session.ping(payload))


async def closes_are_echoed(sample):
    for code, reason in CLOSES:
        session = await sample.open("/echo")
        await session.close(code, reason)
        expect(session.close_code, code, f"answer to close code {code}")


async def a_message_over_the_limit_is_1009(sample):
    async with sample.open("/broadcast", compression=None) as session:
        try:
            await session.send("x" * OVER_THE_LIMIT)
            await session.recv()
            raise AssertionError(f"a message of {OVER_THE_LIMIT} bytes was accepted")
        except ConnectionClosed:
            expect(session.close_code, 1009, "close code for a message over the limit")


async def two_clients_chat(sample):
    async with sample.join("interop", "Ann") as ann:
        async with sample.join("interop", "Bén & Co") as ben:
            for session in (ann, ben):
                await until(session, lambda message: message == {"type": "presence", "count": 2})
            await ann.send(json.dumps({"text": "<b>hi</b>"}))
            for session in (ann, ben):
                line = await until(session, lambda message: message["type"] == "line")
                expect((line["name"], line["text"]), ("Ann", "<b>hi</b>"), "Ann's line")
                expect(isinstance(line["at"], int), True, "the time of a line is a number")
            await ben.send(json.dumps({"text": "hello"}))
            line = await until(ann, lambda message: message["type"] == "line")
            expect((line["name"], line["text"]), ("Bén & Co", "hello"), "Ben's line")
        await until(ann, lambda message: message == {"type": "presence", "count": 1})


async def everybody_hears_a_broadcast(sample):
    async with sample.open("/broadcast") as one, sample.open("/broadcast") as two:
        await one.send("to all")
        for session in (one, two):
            expect(await session.recv(), "to all", "broadcast")


async def refusals_have_their_status(sample):
    for path, origin, status in (("/nowhere", None, 404), ("/echo", "http://elsewhere.example", 403)):
        try:
            async with sample.open(path, origin=origin):
                raise AssertionError(f"{path} with origin {origin} was accepted")
        except InvalidHandshake as refusal:
            # websockets 10 keeps the status itself, later ones the whole response
            answer = getattr(refusal, "response", None)
            actual = answer.status_code if answer is not None else getattr(refusal, "status_code", refusal)
            expect(actual, status, f"status for {path} with origin {origin}")


CHECKS = (text_and_binary_come_back, fragments_are_joined, pings_are_answered, closes_are_echoed,
          a_message_over_the_limit_is_1009, two_clients_chat, everybody_hears_a_broadcast,
          refusals_have_their_status)


async def main(page):
    sample = Sample(page)
    print(f"websockets {websockets.__version__} against {sample.address}")
    failures = 0
    for check in CHECKS:
        name = check.__name__.replace("_", " ")
        try:
            await asyncio.wait_for(check(sample), SECONDS)
            print(f"ok      {name}")
        except Exception as fault:  # every check runs, whatever the one before met
            failures += 1
            print(f"FAILED  {name}: {type(fault).__name__}: {fault}")
    print(f"{len(CHECKS) - failures} of {len(CHECKS)} checks passed")
    return 1 if failures else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    os.environ["no_proxy"] = "*"
    sys.exit(asyncio.run(main(sys.argv[1].rstrip("/"))))
