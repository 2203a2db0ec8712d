"""`make faults`: kills, a full disk and a database that is away. `--kills 20` for a short run. About a quarter hour."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reference" / "faults.md"
WORDS = """# Faults

Printed by `make faults`, which does it all again: real servers, real files, real HTTP. *Acknowledged* means that the
reporter had the receipt on the screen. *Half there* means a concern without its receipt, its routes or its files.

Measured on {machine}.
"""
PARTS = {
    "kill": "SIGKILL to the whole server at random moments, six people sending reports with files",
    "disk": "The disk is full",
    "away": "PostgreSQL is away for a minute",
}


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--kills", type=int, default=200)
    asked.add_argument("--part", choices=PARTS)
    asked.add_argument("--only", choices=PARTS, help="run one part and write nothing")
    given = asked.parse_args()
    if given.part:
        print(json.dumps(part(given.part, given.kills)))
        return
    from bench.measure import machine

    said = [WORDS.format(machine=machine())]
    for name in [given.only] if given.only else PARTS:
        print(PARTS[name], flush=True)
        found = apart(name, given.kills)
        for key, value in found.items():
            print(f"  {key:<60} {value}", flush=True)
        said += [f"## {PARTS[name]}\n", "| what | found |", "| --- | ---: |"]
        said += [f"| {key} | {value} |" for key, value in found.items()] + [""]
    if not given.only:
        PAGE.write_text("\n".join(said).rstrip() + "\n")
        print(f"written to {PAGE.relative_to(ROOT)}")


def apart(name: str, kills: int) -> dict:
    """A part in a process of its own: each has its own data folder and database. Gives its last line."""
    command = [sys.executable, "-m", "faults", "--part", name, "--kills", str(kills)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        last = "{}"
        for line in process.stdout:
            if line.startswith("{"):
                last = line
            else:
                print(line, end="", flush=True)
    return json.loads(last) if process.returncode == 0 else {"it failed": process.returncode}


def part(name: str, kills: int) -> dict:
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    from faults import database_away, full_disk, killing

    if name == "disk":
        if os.geteuid():
            return {"not run": "it takes root to mount a small disk"}
        with full_disk.small_disk() as folder:
            return full_disk.run(folder)
    data = Path(tempfile.mkdtemp(prefix="belisha-faults-"))
    try:
        if name == "kill":
            return killing.run(data, kills)
        with database_away.postgresql() as server:
            return database_away.run(data, server) if server else {"not run": "PostgreSQL is not installed"}
    finally:
        shutil.rmtree(data, ignore_errors=True)


if __name__ == "__main__":
    main()
