"""Starting programs, waiting for what they say, and ending them, by their own process groups only."""

import os
import re
import signal
import socket
import subprocess
import time

STOP_SECONDS = 15


class Program:
    """A program that runs in the background; what it says goes to a file."""

    def __init__(self, name, command, out, **options):
        self.name = name
        self.log = out / f"{name}.log"
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                                            start_new_session=True, **options)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def said(self):
        return self.log.read_text(errors="replace")

    def wait_for(self, pattern, seconds):
        """The first group of the pattern, as soon as the program has printed it."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            match = re.search(pattern, self.said(), re.MULTILINE)
            if match:
                return match.group(1)
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise RuntimeError(f"{self.name} did not say {pattern!r} within {seconds} s:\n{self.tail()}")

    def wait_for_port(self, port, seconds):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f"{self.name} does not listen on port {port}:\n{self.tail()}")

    def tail(self, lines=30):
        return "\n".join(self.said().splitlines()[-lines:])

    def result(self, seconds):
        """The exit code; the program is ended when its time is over."""
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.stop()
            return f"not done within {seconds} s"

    def stop(self):
        if self.process.poll() is not None:
            return
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def free_port():
    """A port for a program that cannot choose one itself."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
