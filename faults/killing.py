"""SIGKILL to the whole server at random moments, while several people send reports with files."""

import random
import threading
import time

from bench.serving import port as free_port
from faults import checking, stage

CLIENTS = 6


def run(data, kills: int) -> dict:
    """The figures of so many kills, as name → value."""
    stage.begin(data)
    staff, everything, waiting = stage.Staff(), [], []
    began = time.monotonic()
    for at in range(kills):
        fresh = staff.drafts(max(0, 24 - len(waiting)))
        everything, waiting = [*everything, *fresh], [*waiting, *fresh]
        _close()
        _round(waiting, random.uniform(0.05, 1.6))
        waiting = [one for one in waiting if not one.acknowledged]
        if at % 20 == 19:
            print(f"  {at + 1} kills, {len(everything) - len(waiting)} acknowledged", flush=True)
    killed = checking.outcome(everything)
    lost_answers = sum(1 for one in everything if one.answers and not one.acknowledged)
    _close()
    _round(waiting, None)
    again = checking.outcome(everything)
    return {
        "kills": kills, "reports begun": killed["sent"], "acknowledged before the last kill": killed["acknowledged"],
        "of these lost": killed["lost"], "half there": killed["half there"],
        "answers lost by a kill or not yet asked for": lost_answers,
        "sent again afterwards, and then there": f"{again['there']} of {again['sent']}",
        "half there after that": again["half there"], **checking.machinery(),
        "seconds": round(time.monotonic() - began),
    }  # fmt: skip


def _round(waiting: list, seconds: float | None) -> None:
    """People send what waits, until the server is killed after so many seconds; without a number, until all is sent."""
    number = free_port()
    with stage.server(number) as pid:
        queue, lock = list(waiting), threading.Lock()

        def work():
            while True:
                with lock:
                    if not queue:
                        return
                    one = queue.pop()
                if stage.send(number, one) == "lost" and seconds is not None:
                    return

        clients = [threading.Thread(target=work, daemon=True) for _ in range(CLIENTS)]
        for client in clients:
            client.start()
        if seconds is not None:
            time.sleep(seconds)
            stage.kill(pid)
        for client in clients:
            client.join(60)


def _close() -> None:
    from django.db import connections

    connections.close_all()
