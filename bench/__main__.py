"""`make bench`: every figure, as a ratio to a floor measured in the same run. Takes some five minutes.

`python -m bench reporting` runs one part alone and writes nothing.
"""

import os
import shutil
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reference" / "figures.md"
# In this order: those that make the database large come last.
PARTS = (
    *("serving", "importing", "formats", "comparing", "deciding", "sealing", "writing", "staff_lists", "following"),
    "reporting",
)
WORDS = """# Figures

Printed by `make bench`, which measures them anew. Times on a shared machine differ many times over from one minute to
the next, so each figure stands beside a floor that was measured in the same minute, turn by turn: the ratio is what to
look at. Where two times are given, the first is the median and the second the 99th percentile.

Measured on {machine}.

| what | figure | floor, or beside it | ratio |
| --- | ---: | ---: | ---: |
{rows}
"""


def main() -> None:
    data = Path(tempfile.mkdtemp(prefix="belisha-bench-"))
    for name in [name for name in os.environ if name.startswith("BELISHA_")]:
        del os.environ[name]
    os.environ |= {"BELISHA_DATA": str(data), "DJANGO_SETTINGS_MODULE": "belisha.settings", "BELISHA_WEB_WORKERS": "2"}
    os.umask(0o077)
    sys.path.insert(0, str(ROOT / "tests"))  # the cast makes the people
    try:
        run(data)
    finally:
        shutil.rmtree(data, ignore_errors=True)


def run(data: Path) -> None:
    from belisha.commands import preparing, start_django

    start_django()
    preparing.prepare()
    from bench import stage
    from bench.measure import machine

    on, began, rows = machine(), time.monotonic(), []
    made, head, _ = stage.school(60)
    for part in sys.argv[1:] or PARTS:
        for figure in import_module(f"bench.{part}").figures(data, made, head):
            rows.append(f"| {figure.what} | {figure.value} | {figure.floor} | {figure.ratio} |")
            print(f"{figure.what:<72} {figure.value:>34}  {figure.ratio:>12}  {figure.floor}", flush=True)
    print(f"\n{time.monotonic() - began:.0f} s")
    if len(sys.argv) == 1:
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(WORDS.format(machine=on, rows="\n".join(rows)))
        print(f"written to {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
