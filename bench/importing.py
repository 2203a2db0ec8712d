"""Time and memory from a policy's text to a draft, in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

from bench.measure import Figure, ms
from bench.stage import document

PROGRAM = """
import sys, time
import django
django.setup()
from pathlib import Path
from belisha.packs import load_pack
from belisha.policy.written import from_file
def peak():
    # Not getrusage: that counts what the parent used before this program was loaded.
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024
before = peak()
began = time.perf_counter()
reading, clauses = from_file(Path(sys.argv[1]), sys.argv[1], 50 << 20)
took = time.perf_counter() - began
print(took, before, peak(), len(clauses))
"""
REAL = Path(__file__).resolve().parents[2] / "shared" / "policy" / "social-media-policy.txt"


def figures(data, made, head):
    invented = data / "policy.txt"
    invented.write_text(document())
    named = [("an invented policy", invented), ("the source policy", REAL)]
    for name, path in [(name, path) for name, path in named if path.exists()]:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, path], capture_output=True, text=True, check=True, env=dict(os.environ)
        )
        took, before, peak, clauses = map(float, done.stdout.split())
        yield Figure(
            f"Reading {name} of {path.stat().st_size / 1024:.0f} KB and matching its {clauses:.0f} clauses", ms(took),
            f"peak memory {peak:.0f} MB, {before:.0f} MB of it before reading",
        )  # fmt: skip
