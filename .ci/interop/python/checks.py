"""The checks that every peer in Python runs.

A peer has a name and opens connections: open(url) is an asynchronous context manager of an object with
compressed, send(data), receive(), close(code, reason) -> code of the answer, closed() -> (code, reason) of the
server's Close and, if there is an API for it, ping(payload) and send_fragments(parts).
"""

import asyncio
import sys
import urllib.parse

SECONDS = 60
SIZES = (0, 1, 125, 126, 65535, 65536, 16 * 1024 * 1024)
MESSAGES = 300
CLOSES = ((1000, ""), (1000, "bye"), (1001, "away"), (3000, "library"), (4999, "ä" * 61))
UNIT = "wsboot ä世🚀 "
UNIT_BYTES = len(UNIT.encode())


class NoApi(Exception):
    """The peer's API has no way to do this."""


def text_of(size):
    """Text of exactly so many bytes in UTF-8."""
    return UNIT * (size // UNIT_BYTES) + "." * (size % UNIT_BYTES)


def block_of(size):
    state, block = 0x9E3779B9, bytearray(size)
    for position in range(size):
        state ^= state << 13 & 0xFFFFFFFF
        state ^= state >> 17
        state ^= state << 5 & 0xFFFFFFFF
        block[position] = state & 0xFF
    return bytes(block)


BLOCK = block_of(64 * 1024)


def bytes_of(size):
    """Bytes in which DEFLATE finds nothing to save: what repeats is further away than its window reaches."""
    return (BLOCK * (size // len(BLOCK) + 1))[:size]


def expect(actual, expected, what):
    if actual != expected:
        raise AssertionError(f"{what}: expected {short(expected)}, got {short(actual)}")


def short(value):
    text = repr(value[:200]) if isinstance(value, (str, bytes)) else repr(value)
    return text if len(text) <= 120 else f"{text[:120]}… ({len(value)} in all)"


async def comes_back(peer, echo, make):
    async with peer.open(echo) as connection:
        for size in SIZES:
            sent = make(size)
            await connection.send(sent)
            expect(await connection.receive(), sent, f"echo of {size} bytes")


async def text_comes_back(peer, echo, closing, expected):
    await comes_back(peer, echo, text_of)


async def binary_comes_back(peer, echo, closing, expected):
    await comes_back(peer, echo, bytes_of)


async def many_messages_keep_their_order(peer, echo, closing, expected):
    async with peer.open(echo) as connection:
        sent = [f"{number} {text_of(number * 7)}" for number in range(MESSAGES)]
        for message in sent:
            await connection.send(message)
        for message in sent:
            expect(await connection.receive(), message, "the next of many messages")


async def fragments_are_joined(peer, echo, closing, expected):
    async with peer.open(echo) as connection:
        await connection.send_fragments(["one ", "", "two ", "three 🚀"])
        expect(await connection.receive(), "one two three 🚀", "echo of text in four fragments")
        await connection.send_fragments([bytes_of(70000), b"", b"\xff"])
        expect(await connection.receive(), bytes_of(70000) + b"\xff", "echo of bytes in three fragments")


async def pings_are_answered(peer, echo, closing, expected):
    async with peer.open(echo) as connection:
        for payload in (b"", b"x", bytes_of(125)):
            await connection.ping(payload)


async def closes_are_echoed(peer, echo, closing, expected):
    for code, reason in CLOSES:
        async with peer.open(echo) as connection:
            expect(await connection.close(code, reason), code, f"answer to close code {code}")


async def closes_of_the_server_arrive(peer, echo, closing, expected):
    for code, reason in CLOSES:
        async with peer.open(f"{closing}?code={code}&reason={urllib.parse.quote(reason)}") as connection:
            expect(await connection.closed(), (code, reason), f"the server's close with {code}")


async def compression_is_as_expected(peer, echo, closing, expected):
    async with peer.open(echo) as connection:
        expect("deflate" if connection.compressed else "plain", expected, "compression")


CHECKS = (text_comes_back, binary_comes_back, many_messages_keep_their_order, fragments_are_joined,
          pings_are_answered, closes_are_echoed, closes_of_the_server_arrive, compression_is_as_expected)


async def run(peer, *target):
    """Runs every check, whatever the one before met."""
    failures = 0
    print(f"peer    {peer.name}")
    for check in CHECKS:
        name = check.__name__.replace("_", " ")
        try:
            await asyncio.wait_for(check(peer, *target), SECONDS)
            print(f"ok      {name}")
        except NoApi:
            print(f"no api  {name}")
        except Exception as fault:
            failures += 1
            print(f"FAILED  {name}: {type(fault).__name__}: {fault}")
    return failures


def main(make_peer, usage):
    """The program of a peer: PROGRAM ECHO CLOSING deflate|plain."""
    if len(sys.argv) != 4:
        sys.exit(usage)
    echo, closing, expected = sys.argv[1:]
    failures = asyncio.run(run(make_peer(expected == "deflate"), echo, closing, expected))
    sys.exit(1 if failures else 0)
