"""A headless browser as a client.

Usage: client.py chromium|firefox-esr ECHO CLOSING deflate|plain
The page that the browser opens runs the checks and reports to the small server in here.
"""

import http.server
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading
import urllib.parse

SECONDS = 150
HERE = pathlib.Path(__file__).parent
NODE = HERE.parent / "node"
FILES = {"/page.html": (HERE / "page.html", "text/html"),
         "/checks.mjs": (NODE / "checks.mjs", "text/javascript"),
         "/inbox.mjs": (NODE / "inbox.mjs", "text/javascript"),
         "/web_socket.mjs": (NODE / "web_socket.mjs", "text/javascript")}
# nothing but the page is to be asked for
FIREFOX_PREFERENCES = {"app.normandy.enabled": False,
                       "app.update.enabled": False,
                       "browser.safebrowsing.malware.enabled": False,
                       "browser.safebrowsing.phishing.enabled": False,
                       "browser.shell.checkDefaultBrowser": False,
                       "datareporting.policy.dataSubmissionEnabled": False,
                       "extensions.update.enabled": False,
                       "media.gmp-manager.updateEnabled": False,
                       "network.captive-portal-service.enabled": False,
                       "network.connectivity-service.enabled": False,
                       "services.settings.server": "data:,",
                       "toolkit.telemetry.reportingpolicy.firstRun": False}


def chromium(profile, page):
    return ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
            "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic",
            "--no-first-run", f"--user-data-dir={profile}", page]


def firefox(profile, page):
    lines = (f'user_pref("{name}", {str(value).lower() if isinstance(value, bool) else repr(value)});\n'
             for name, value in FIREFOX_PREFERENCES.items())
    pathlib.Path(profile, "user.js").write_text("".join(lines))
    return ["firefox-esr", "--headless", "--no-remote", "--profile", profile, page]


BROWSERS = {"chromium": chromium, "firefox-esr": firefox}


def version(browser):
    answer = subprocess.run([browser, "--version"], capture_output=True, text=True, timeout=SECONDS, check=True)
    return re.search(r"(Chromium|Firefox) [\w.]+", answer.stdout).group()


class Report(http.server.BaseHTTPRequestHandler):
    """Serves the page and hears what it has to say."""

    def do_GET(self):
        address = urllib.parse.urlsplit(self.path)
        if address.path in FILES:
            file, kind = FILES[address.path]
            self.answer(200, file.read_bytes(), f"{kind}; charset=utf-8")
            return
        value = urllib.parse.parse_qs(address.query).get("value", [""])[0]
        if address.path == "/line":
            print(value, flush=True)
        elif address.path == "/end":
            self.server.result = value
            self.server.ended.set()
        self.answer(200 if address.path in ("/line", "/end") else 404, b"", "text/plain")

    def answer(self, status, body, kind):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Keeps requests out of the output."""


def start_server():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Report)
    server.ended = threading.Event()
    server.result = "the page did not come to its end"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def show(browser, server, query, profile):
    page = f"http://127.0.0.1:{server.server_address[1]}/page.html?{urllib.parse.urlencode(query)}"
    with open(pathlib.Path(profile, "log"), "wb") as log:
        # a group of its own, because a browser is many processes
        process = subprocess.Popen(BROWSERS[browser](profile, page), stdout=log, stderr=log, start_new_session=True,
                                   env={**os.environ, "HOME": profile})
        try:
            if not server.ended.wait(SECONDS):
                print(pathlib.Path(profile, "log").read_text(errors="replace")[-2000:], file=sys.stderr)
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def main(browser, echo, closing, expected):
    # so that the browser does not outlive a client that is ended
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended from outside"))
    server = start_server()
    query = {"name": version(browser), "echo": echo, "closing": closing, "expected": expected}
    with tempfile.TemporaryDirectory(prefix="wsboot-browser-", ignore_cleanup_errors=True) as profile:
        show(browser, server, query, profile)
    if server.result != "0":
        print(f"FAILED  {browser}: {server.result}")
    return 0 if server.result == "0" else 1


if __name__ == "__main__":
    if len(sys.argv) != 5 or sys.argv[1] not in BROWSERS:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
