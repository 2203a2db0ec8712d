"""`belisha serve`: prepare, then keep a web server and a worker running until told to stop."""

import contextlib
import ctypes
import gc
import importlib
import os
import signal
import socket
import sys
import time
import traceback
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass

from belisha.commands import Stop, preparing, say, start_django

SUMMARY = "Start the web server and the worker. On an empty database it prints the link to set up the school."
EXAMPLE = "BELISHA_ADDRESS=127.0.0.1:8080 belisha serve"
CODES = {1: "it cannot start, or a part kept failing; the reason is printed"}

# A part that ran for less than this (seconds) before it ended failed to start; so often in a row, and we give up.
QUICK, MOST = 10, 3
# Seconds that parts have to end by themselves, before they are ended.
GRACE = 4
# Seconds until the first page must have answered.
PATIENCE = 60
# Threads per web process. Pages wait for the database more than they compute.
THREADS = 4
DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG, linux/prctl.h
ENDS = {signal.SIGINT, signal.SIGTERM}
SIGNALS = {*ENDS, signal.SIGCHLD}


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


# -- before -----------------------------------------------------------------------------------------


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


def parts(host: str, port: int, workers: int) -> list["Part"]:
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


# -- while ------------------------------------------------------------------------------------------


@dataclass
class Part:
    """One child process, started again when it ends by itself.

    It is forked and not executed anew: Django is loaded once and shared, which makes a start three times as quick.
    """

    name: str
    body: Callable[[], None]
    pid: int = 0
    since: float = 0.0
    quick_ends: int = 0

    def start(self) -> None:
        """Fork. The child never returns from here."""
        parent = os.getpid()
        self.since, self.pid = time.monotonic(), os.fork()
        if not self.pid:
            code = 1
            try:
                _become_a_part(parent)
                self.body()
                code = 0
            except SystemExit as ended:
                code = ended.code if isinstance(ended.code, int) else 1
            except BaseException:  # a forked child must end here, whatever happens
                traceback.print_exc()
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(code)

    def ended(self, seconds: float = 0) -> str:
        """How it ended, waiting a while for it; empty while it runs."""
        deadline = time.monotonic() + seconds
        while self.pid:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.end_now()
                self.pid = 0
                return _meaning(os.waitstatus_to_exitcode(status))
            if time.monotonic() >= deadline:
                break
            time.sleep(0.02)
        return ""

    def look(self) -> None:
        """Start it again if it ended; raise `Stop` when that keeps happening."""
        how = self.ended()
        if not how:
            return
        self.quick_ends = self.quick_ends + 1 if time.monotonic() - self.since < QUICK else 1
        if self.quick_ends >= MOST:
            raise Stop(f"{self.name} ended {MOST} times as soon as it was started. The lines above say why.")
        say(f"{self.name} ended ({how}) and is started again.")
        self.start()

    def ask_to_end(self) -> None:
        """Tell it to finish what it is doing."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGTERM)

    def end_now(self) -> None:
        """End whatever is left of it, grandchildren too."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)


def _meaning(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def _become_a_part(parent: int) -> None:
    """In the child: a session of its own, so that Ctrl-C reaches only the parent; ended by the kernel when that is."""
    os.setsid()
    ctypes.CDLL(None).prctl(DEATH_SIGNAL, signal.SIGTERM)
    if os.getppid() != parent:  # it died while we were being made
        os._exit(1)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)


def keep_running(running: list[Part], answering: Callable[[], bool], ready: Callable[[], None]) -> int:
    """Hold the parts up until SIGINT or SIGTERM, then let them finish."""
    # Blocked, signals wait for `sigtimedwait`: none is lost between two lines of ours.
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        for part in running:
            part.start()
        if _until(answering, running):
            ready()
            _tell_systemd()
            while _next_signal(60) not in ENDS:
                for part in running:
                    part.look()
    finally:
        _stop(running)
    say("Belisha has stopped.")
    return 0


def _until(answering: Callable[[], bool], running: list[Part]) -> bool:
    """Wait until pages are answered. False when somebody asked us to stop before."""
    deadline = time.monotonic() + PATIENCE
    while not answering():
        if time.monotonic() > deadline:
            raise Stop(f"The web server did not answer within {PATIENCE} seconds. The lines above may say why.")
        if _next_signal(0.05) in ENDS:
            return False
        for part in running:
            part.look()
    return True


def _next_signal(seconds: float) -> int | None:
    got = signal.sigtimedwait(SIGNALS, seconds)
    return got.si_signo if got else None


def _stop(running: list[Part]) -> None:
    started = [part for part in running if part.pid]
    for part in started:
        part.ask_to_end()
    deadline = time.monotonic() + GRACE
    for part in started:
        if not part.ended(max(0.0, deadline - time.monotonic())):
            part.end_now()
            part.ended(1)


def _tell_systemd() -> None:
    """Say READY=1 where systemd listens (sd_notify(3)), so that `systemctl start` ends when pages answer."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if address:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line, contextlib.suppress(OSError):
            line.sendto(b"READY=1", address.replace("@", "\0", 1) if address.startswith("@") else address)
