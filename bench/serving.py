"""Pages over real HTTP from `belisha serve` as it starts by itself, beside a Django that does nothing."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

from bench import stage
from bench.measure import Figure, against, interleaved, ms

ROOT = Path(__file__).resolve().parents[1]
ROUNDS, SECONDS, CLIENTS = 120, 3, 4


def port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


@contextmanager
def started(program: list[str], number: int, path: str):
    """A server process; gives the seconds until its first answer."""
    environment = {**os.environ, "BELISHA_ADDRESS": f"127.0.0.1:{number}", "PYTHONPATH": str(ROOT)}
    began = time.monotonic()
    process = subprocess.Popen([sys.executable, *program], env=environment, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        while True:
            try:
                fetch(http.client.HTTPConnection("127.0.0.1", number), path)
                break
            except OSError:
                assert process.poll() is None, "the server ended"
                assert time.monotonic() - began < 60, "the server does not answer"
                time.sleep(0.02)
        yield time.monotonic() - began
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def fetch(line: http.client.HTTPConnection, path: str, cookie: str = "") -> bytes:
    line.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    answer = line.getresponse()
    body = answer.read()
    assert answer.status == 200, (path, answer.status)
    return body


def figures(data, made, head):
    from django.db import connections

    version = made.policies.get().versions.get()
    cookie, pages = stage.cookie(head), stage.pages(version)
    queries = {60: counted(cookie, pages)}
    connections.close_all()
    mine, bare = port(), port()
    serve = ["-m", "belisha.cli", "serve"]
    nothing = ["-m", "granian", "--interface", "wsgi", "--port", str(bare), "--workers", "2", "--blocking-threads", "4",
               "--log-level", "error", "bench.bare:application"]  # fmt: skip
    with started(serve, mine, "/health/"):
        pass
    with started(nothing, bare, "/"), started(serve, mine, "/health/") as seconds:
        yield Figure("`belisha serve`, second start: until the first page", ms(seconds))
        yield from timed(mine, bare, cookie, pages, 60)
        yield per_second(mine, bare, cookie)
        stage.crowd(made, 2000 - 60)
        stage.ask_everyone(version)
        yield from timed(mine, bare, cookie, {"acknowledgements": pages["acknowledgements"]}, 2000)
        queries[2000] = counted(cookie, pages)
    for name in pages:
        few, many = queries[60][name], queries[2000][name]
        yield Figure(
            f"Queries of the {name} page",
            f"{few} with 60 adults",
            f"{many} with 2,000",
            "equal" if few == many else "MORE",
        )


def timed(mine: int, bare: int, cookie: str, pages: dict[str, str], adults: int):
    ours = http.client.HTTPConnection("127.0.0.1", mine)
    theirs = http.client.HTTPConnection("127.0.0.1", bare)
    works = {"floor": lambda: fetch(theirs, "/")}
    works |= {name: lambda path=path: fetch(ours, path, cookie) for name, path in pages.items()}
    interleaved(5, **works)
    times = interleaved(ROUNDS, **works)
    for name in pages:
        yield against(f"The {name} page, signed in, {adults:,} adults", times[name], times["floor"], "a bare view")


def per_second(mine: int, bare: int, cookie: str) -> Figure:
    ours, nothing = _rate(mine, "/", cookie), _rate(bare, "/", "")
    return Figure(
        f"Home pages a second, {CLIENTS} clients",
        f"{ours:.0f}",
        f"a bare view: {nothing:.0f}",
        f"1 / {nothing / ours:.1f}",
    )


def _rate(number: int, path: str, cookie: str) -> float:
    done, until = [0] * CLIENTS, time.monotonic() + SECONDS

    def ask(which):
        line = http.client.HTTPConnection("127.0.0.1", number)
        while time.monotonic() < until:
            fetch(line, path, cookie)
            done[which] += 1

    clients = [threading.Thread(target=ask, args=[which]) for which in range(CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return sum(done) / SECONDS


def counted(cookie: str, pages: dict[str, str]) -> dict[str, int]:
    """Queries per page, in this process."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    name, _, value = cookie.partition("=")
    found = {}
    for page, path in pages.items():
        client = Client(headers={"host": "localhost"})
        client.cookies[name] = value
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        found[page] = len(queries)
    return found
