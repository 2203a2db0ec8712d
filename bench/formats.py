"""Time and memory to read one policy in each format, and a PDF of fifty pages, as the product reads them: apart."""

import os
import subprocess
import sys
from pathlib import Path

from bench.measure import Figure, ms
from bench.stage import document

ROOT = Path(__file__).resolve().parents[1]
PAGES = 50
PROGRAM = """
import resource, sys, time
from pathlib import Path
from belisha.policy.reading.apart import SHORT, read_apart
from belisha.policy.reading import apart
apart.SHORT = 0  # short texts too, so that the formats can be compared
path = Path(sys.argv[1])
began = time.perf_counter()
reading = read_apart(path, path.name)
took = time.perf_counter() - began
used = resource.getrusage(resource.RUSAGE_CHILDREN)
clauses = sum(item.normative for item in reading.items)
print(took, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, clauses, len(reading.pages))
"""
LONG = (
    "@page { size: A4; margin: 25mm; @bottom-center { content: 'Page ' counter(page) } } body { font: 11pt sans-serif }"
)


def figures(data, made, head):
    sys.path.insert(0, str(ROOT / "tests" / "policy" / "reading"))
    from bindings import BINDINGS, printed

    source = document()
    for name, bind in BINDINGS.items():
        yield _figure(f"Reading the invented policy as {name}", bind(data, source))
    long = printed(data, "\n".join(document(sections=9, paragraphs=6) for _ in range(_times(data, source))), LONG)
    yield _figure("Reading a long policy as PDF", long)


def _times(data, source: str) -> int:
    """How many times the policy fills fifty pages."""
    from bindings import printed
    from pypdfium2 import PdfDocument

    return 1 - (-PAGES // len(PdfDocument(printed(data, source, LONG))))


def _figure(what: str, path: Path) -> Figure:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, path], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    took, work, peak, clauses, pages = map(float, done.stdout.split())
    size = f"{clauses:.0f} clauses" + (f", {pages:.0f} pages" if pages else "")
    return Figure(f"{what}, {size}", ms(took), f"{ms(work)} of work, peak memory {peak:.0f} MB")
