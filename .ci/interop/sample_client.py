"""Uses what the sample can do beyond an echo, with a client that is not Java (python3-websockets).

Usage: sample_client.py http://HOST:PORT
The address is the sample's page; the WebSocket port is asked for there, at /sample/config.
"""

import asyncio
import contextlib
import json
import os
import sys
import urllib.parse
import urllib.request

import websockets
from websockets.exceptions import ConnectionClosed, InvalidHandshake

SECONDS = 20
OVER_THE_LIMIT = 2 * 1024 * 1024


class Sample:
    """The sample's addresses."""

    def __init__(self, page):
        with urllib.request.urlopen(page + "/sample/config", timeout=SECONDS) as answer:
            port = json.load(answer)["wsPort"]
        self.address = f"ws://{urllib.parse.urlsplit(page).hostname}:{port}"

    def open(self, path, **options):
        return websockets.connect(self.address + path, ping_interval=None, max_size=None, **options)

    @contextlib.asynccontextmanager
    async def join(self, room, name):
        async with self.open(f"/chat/{room}") as session:
            await session.send(json.dumps({"type": "join", "name": name}))
            yield session


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
                await until(session, lambda message: message == {"type": "presence", "names": ["Ann", "Bén & Co"]})
            await ann.send(json.dumps({"type": "say", "text": "<b>hi</b>"}))
            for session in (ann, ben):
                line = await until(session, lambda message: message["type"] == "line")
                expect((line["name"], line["text"]), ("Ann", "<b>hi</b>"), "Ann's line")
                expect(isinstance(line["at"], int), True, "the time of a line is a number")
            await ann.send(json.dumps({"type": "say", "text": ""}))
            problem = await until(ann, lambda message: message["type"] == "problem")
            expect(problem["field"], "text", "the field to blame for an empty line")
            await ben.send(json.dumps({"type": "say", "text": "hello"}))
            line = await until(ann, lambda message: message["type"] == "line")
            expect((line["name"], line["text"]), ("Bén & Co", "hello"), "Ben's line")
        await until(ann, lambda message: message == {"type": "presence", "names": ["Ann"]})


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


CHECKS = (a_message_over_the_limit_is_1009, two_clients_chat, everybody_hears_a_broadcast,
          refusals_have_their_status)


async def main(page):
    sample = Sample(page)
    print(f"peer    websockets {websockets.__version__}, beyond an echo")
    failures = 0
    for check in CHECKS:
        name = check.__name__.replace("_", " ")
        try:
            await asyncio.wait_for(check(sample), SECONDS)
            print(f"ok      {name}")
        except Exception as fault:  # every check runs, whatever the one before met
            failures += 1
            print(f"FAILED  {name}: {type(fault).__name__}: {fault}")
    return 1 if failures else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    os.environ["no_proxy"] = "*"
    sys.exit(asyncio.run(main(sys.argv[1].rstrip("/"))))
