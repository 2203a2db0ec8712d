"""Timing, and the machine it was done on. Nothing here says where the machine is or what it is called."""

import datetime
import os
import platform
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import django


@dataclass(frozen=True)
class Figure:
    """One line of the table: what, how much, and how many times the floor that was measured in the same minute."""

    what: str
    value: str
    floor: str = ""
    ratio: str = ""


def interleaved(rounds: int, **works: Callable[[], object]) -> dict[str, list[float]]:
    """Run each work once a round, so that all of them meet the same disturbances; seconds, sorted."""
    times = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            began = time.perf_counter()
            work()
            times[name].append(time.perf_counter() - began)
    return {name: sorted(seconds) for name, seconds in times.items()}


def at(seconds: list[float], share: float) -> float:
    """A percentile of sorted times."""
    return seconds[min(len(seconds) - 1, int(len(seconds) * share))]


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms" if seconds < 0.1 else f"{seconds * 1000:.0f} ms"


def both(seconds: list[float]) -> str:
    return f"{ms(at(seconds, 0.5))} (p99 {ms(at(seconds, 0.99))})"


def against(what: str, seconds: list[float], floor: list[float], of: str) -> Figure:
    """A time beside its floor, at the median."""
    ratio = at(seconds, 0.5) / at(floor, 0.5)
    return Figure(what, both(seconds), f"{of}: {both(floor)}", f"× {ratio:.1f}")


def machine() -> str:
    """Cores, processor, memory, versions and the day."""
    model = "unknown processor"
    for line in Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else ():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores ({model}), {memory:.0f} GB of memory, Python {platform.python_version()}, "
        f"Django {django.get_version()}, SQLite {sqlite3.sqlite_version}, {datetime.date.today():%-d %B %Y}; "
        f"load when it began: {os.getloadavg()[0]:.1f}"
    )
