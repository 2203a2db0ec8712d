"""`belisha serve`: prepare, then keep a web server and a worker running until told to stop."""

import gc
import importlib
import socket
import sys
import time
import urllib.error
import urllib.request

from belisha.commands import Stop, preparing, say, start_django
from belisha.commands.parts import GRACE, Part, keep_running

SUMMARY = "Start the web server and the worker. On an empty database it prints the link to set up the school."
EXAMPLE = "BELISHA_ADDRESS=127.0.0.1:8080 belisha serve"
CODES = {1: "it cannot start, or a part kept failing; the reason is printed"}

# Threads per web process. Pages wait for the database more than they compute.
THREADS = 4
# After how many new things, and rounds of each kind, Python looks for those that nobody holds (its own: 2,000, 10, 10).
COLLECT = (20_000, 20, 50)


def arguments(parser) -> None:
    """Everything is a setting; see docs/reference/settings.md."""


def run(options, began: float = 0) -> int:
    began = began or time.monotonic()
    start_django()
    from belisha import config

    host, port = listening(config.load().address)
    preparing.prepare()
    link = set_up_link()
    running = parts(host, port, config.load().web_workers)
    load_all()
    return keep_running(running, lambda: answers(host, port), lambda: welcome(began, link))


def listening(address: str) -> tuple[str, int]:
    """Host and port, when nobody listens there. (The web server itself would share the port without a word.)"""
    host, _, number = address.rpartition(":")
    host = host.strip("[]")
    if not host or not number.isdigit() or not 0 < int(number) < 65536:
        raise Stop(f"BELISHA_ADDRESS must be a host and a port, such as 127.0.0.1:8000. It is “{address}”.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, int(number)))
        except PermissionError as fault:
            raise Stop(f"Only root may listen at port {number}. Choose one above 1023 with BELISHA_ADDRESS.") from fault
        except OSError as fault:
            raise Stop(
                f"Belisha cannot listen at {address}: {(fault.strerror or str(fault)).lower()}. Is it running already? "
                "Choose another port with BELISHA_ADDRESS, such as BELISHA_ADDRESS=127.0.0.1:8001."
            ) from fault
    return host, int(number)


def set_up_link() -> str:
    """The address that sets up the school, on an empty database; afterwards nothing."""
    from belisha import config
    from belisha.people import set_up
    from belisha.people.models import School

    return "" if School.objects.exists() else f"{config.load().url}{set_up.path()}"


def parts(host: str, port: int, workers: int) -> list[Part]:
    """What runs, as child processes."""
    return [Part("The web server", lambda: web(host, port, workers)), Part("The worker", work)]


def web(host: str, port: int, workers: int) -> None:
    """Serve pages until told to end."""
    import multiprocessing

    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels

    # Python 3.14 would start each web process from nothing; forked, they share what is loaded already.
    multiprocessing.set_start_method("fork", force=True)
    Granian(
        "belisha.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE - 1,
    ).serve()


def work() -> None:
    """Do the work behind the pages until told to end."""
    from belisha import schedule
    from belisha.core import jobs

    jobs.work(schedule.EVERY)


def load_all() -> None:
    """Load what every part needs, once, and leave nothing open that two processes must not share."""
    from django.db import connections

    importlib.import_module("belisha.wsgi")
    connections.close_all()
    gc.collect()
    gc.freeze()  # what is loaded stays where it is, so that the parts go on sharing its memory
    # A page makes thousands of things that end with it; looking through them as often as Python does by itself takes a
    # tenth of its time.
    gc.set_threshold(*COLLECT)
    sys.stdout.flush()


def welcome(began: float, link: str) -> None:
    """What the person at the terminal needs to know, once the first page answers."""
    from belisha import config

    say(f"Belisha is ready at {config.load().url}/ ({time.monotonic() - began:.1f} s). Ctrl-C stops it.")
    if link:
        say(f"\nSet up your school with this link. It works once:\n\n    {link}\n")


def answers(host: str, port: int) -> bool:
    """Does the web server give out its health page? Its own redirect to HTTPS counts."""
    at = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    at = f"[{at}]" if ":" in at else at
    request = urllib.request.Request(f"http://{at}:{port}/health/", headers={"Host": "localhost"})
    try:
        with _Direct.open(request, timeout=2):
            return True
    except urllib.error.HTTPError as fault:
        return fault.code < 500
    except OSError:
        return False


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments):
        return None


_Direct = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Stay)
