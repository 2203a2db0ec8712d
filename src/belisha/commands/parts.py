"""Child processes that are held up until somebody asks to stop: a part that ends by itself is started again."""

import contextlib
import ctypes
import os
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass

from belisha.commands import Stop, say

# A part that ran for less than this (seconds) before it ended failed to start; so often in a row, and we give up.
QUICK, MOST = 10, 3
# Seconds that parts have to end by themselves, before they are ended.
GRACE = 4
# Seconds until the first page must have answered.
PATIENCE = 60
DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG, linux/prctl.h
ENDS = {signal.SIGINT, signal.SIGTERM}
SIGNALS = {*ENDS, signal.SIGCHLD}


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
            finally:
                # Whatever happened, a forked child ends here and never runs its parent's code.
                if fault := sys.exception():
                    traceback.print_exception(fault)
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
