"""Who takes part: the clients, the servers and the proxies, and what each has to show."""

import dataclasses
import pathlib
import platform
import sys

HERE = pathlib.Path(__file__).parent

FRAGMENTS = "fragments are joined"
PINGS = "pings are answered"
CHECKS = ("text comes back", "binary comes back", "many messages keep their order", FRAGMENTS, PINGS,
          "closes are echoed", "closes of the server arrive", "compression is as expected")
SAMPLE_CHECKS = ("a message over the limit is 1009", "two clients chat", "everybody hears a broadcast",
                 "refusals have their status")


@dataclasses.dataclass(frozen=True)
class Client:
    """A client that others wrote.

    without: the checks for which it has no API.
    always_offers: whether nothing keeps it from offering permessage-deflate. Then it goes without compression only
    to a server that declines.
    """

    name: str
    command: tuple
    without: tuple = ()
    always_offers: bool = False


@dataclasses.dataclass(frozen=True)
class Server:
    """A server that others wrote."""

    name: str
    command: tuple


@dataclasses.dataclass(frozen=True)
class Proxy:
    """A reverse proxy: its configuration, and its command for a folder with that configuration."""

    name: str
    config: str
    command: tuple


def python(script):
    return sys.executable, str(HERE / script)


def node(out, script):
    modules = out / "node" / "node_modules"
    machine = {"x86_64": "x64", "aarch64": "arm64"}[platform.machine()]
    return str(modules / f"node-linux-{machine}" / "bin" / "node"), str(out / "node" / script)


def clients(out):
    return (
        Client("websockets", python("python/websockets_client.py")),
        Client("aiohttp", python("python/aiohttp_client.py"), without=(FRAGMENTS,)),
        Client("gorilla", (str(out / "go" / "client"),)),
        Client("ws", node(out, "ws_client.mjs")),
        Client("undici", node(out, "undici_client.mjs"), without=(FRAGMENTS,), always_offers=True),
        Client("node", node(out, "builtin_client.mjs"), without=(FRAGMENTS, PINGS), always_offers=True),
        Client("chromium", (*python("browser/client.py"), "chromium"), without=(FRAGMENTS, PINGS),
               always_offers=True),
        Client("firefox", (*python("browser/client.py"), "firefox-esr"), without=(FRAGMENTS, PINGS),
               always_offers=True),
    )


def servers(out):
    return (
        Server("websockets", python("python/websockets_server.py")),
        Server("aiohttp", python("python/aiohttp_server.py")),
        Server("gorilla", (str(out / "go" / "server"),)),
        Server("ws", node(out, "ws_server.mjs")),
    )


PROXIES = (
    Proxy("nginx", "nginx.conf", ("nginx", "-e", "stderr", "-p", "{folder}", "-c", "{folder}/nginx.conf")),
    Proxy("haproxy", "haproxy.cfg", ("haproxy", "-db", "-f", "{folder}/haproxy.cfg")),
)
