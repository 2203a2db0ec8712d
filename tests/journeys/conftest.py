"""A real Belisha, a real browser and a real mail server, for stories told from beginning to end."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import sync_playwright
from teller import Person

CHROMIUM = next((path for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(path).exists()), None)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Postbox:
    """What the mail server took: the letters, in order."""

    def __init__(self):
        self.letters = []

    async def handle_DATA(self, server, session, envelope):
        self.letters.append(envelope)
        return "250 taken"

    def wait_for(self, address: str, seconds: float = 30):
        """The newest letter to an address, waiting for one that was not seen before."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for envelope in self.letters:
                if address in envelope.rcpt_tos:
                    self.letters.remove(envelope)
                    return envelope.content.decode()
            time.sleep(0.1)
        raise AssertionError(f"no letter to {address} within {seconds} seconds")


@pytest.fixture
def postbox():
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=_free_port())
    controller.start()
    box.port = controller.port
    yield box
    controller.stop()


@pytest.fixture
def belisha(tmp_path, postbox):
    """`belisha serve` on an empty data folder: its address and the set-up link that it printed."""
    mail = {
        "BELISHA_EMAIL_HOST": "127.0.0.1",
        "BELISHA_EMAIL_PORT": str(postbox.port),
        "BELISHA_EMAIL_TLS": "false",
    }
    with _running("serve", tmp_path, r"http://\S+/set-up/\S+", **mail) as served:
        yield served


@pytest.fixture(scope="session")
def invented(tmp_path_factory):
    """The invented school, made once for all stories: each plays in a copy of it."""
    folder = tmp_path_factory.mktemp("invented") / "data"
    environment = {**os.environ, "BELISHA_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "belisha.settings"}
    seed = [sys.executable, "-m", "belisha.cli", "demo", "--only-seed"]
    subprocess.run(seed, env=environment, check=True, capture_output=True, timeout=300)
    return folder


@pytest.fixture
def demo(tmp_path, invented):
    """`belisha demo`: the invented school."""
    shutil.copytree(invented, tmp_path / "data")
    with _running("demo", tmp_path, r"ready at (http://\S+)") as served:
        yield served


@contextlib.contextmanager
def _running(command: str, folder: Path, printed: str, **settings: str):
    port = _free_port()
    url = f"http://localhost:{port}"
    environment = {
        **os.environ,
        "BELISHA_DATA": str(folder / "data"),
        "BELISHA_ADDRESS": f"127.0.0.1:{port}",
        "BELISHA_PUBLIC_URL": url,
        "DJANGO_SETTINGS_MODULE": "belisha.settings",
        "PYTHONUNBUFFERED": "1",
        **settings,
    }
    log = folder / "serve.log"
    with log.open("w") as file:
        belisha = [sys.executable, "-m", "belisha.cli", command]
        server = subprocess.Popen(belisha, env=environment, stdout=file, stderr=subprocess.STDOUT)
    try:
        yield Served(url, _wait_for(printed, log, server), folder / "data", environment)
    finally:
        server.send_signal(signal.SIGINT)
        assert server.wait(20) == 0, log.read_text()


class Served:
    """A running Belisha."""

    def __init__(self, url: str, link: str, data: Path, environment: dict):
        self.url, self.link, self.data, self.environment = url, link, data, environment

    def command(self, *arguments: str) -> subprocess.CompletedProcess:
        """Run another `belisha` command on the same data."""
        command = [sys.executable, "-m", "belisha.cli", *arguments]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def browser():
    if CHROMIUM is None and not os.environ.get("CI"):
        pytest.skip("Chromium is not installed: run `make test`, or apt-get install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def person(browser, belisha):
    """`person("the Headteacher")`: somebody with a browser of their own."""
    yield from _arrivals(browser, belisha.url)


@pytest.fixture
def visitor(browser, demo):
    """The same, looking around in the invented school."""
    yield from _arrivals(browser, demo.url)


def _arrivals(browser, url: str):
    people = []

    def arrive(name: str, **options) -> Person:
        someone = Person(name, browser.new_context(base_url=url, accept_downloads=True, **options))
        people.append(someone)
        return someone

    yield arrive
    complaints = [f"{someone.name}: {line}" for someone in people for line in someone.complaints]
    assert not complaints, "\n".join(complaints)


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def _wait_for(printed: str, log: Path, server) -> str:
    until = time.monotonic() + 300
    while time.monotonic() < until and server.poll() is None:
        if found := re.search(printed, log.read_text()):
            return found[0]
        time.sleep(0.1)
    raise AssertionError(f"nothing like {printed}:\n{log.read_text()}")
