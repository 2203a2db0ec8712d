"""A fuzzer over each reader: whatever happens to a file on its way, it is read or refused with a sentence."""

import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from bindings import hypertext, messy_word, odt, open_document
from rawpdf import at, raw_pdf, ruled, upwards

from belisha.policy.reading import Unreadable, read_document

SHORT = """Online Conduct Policy

Staff must not:

- share passwords
- post pictures of pupils

4.1 The Headteacher will keep a register of accounts.

4.2 Any breach may lead to disciplinary action.
"""
NUMBERS = [b"0", b"-1", b"99999999999999999999", b"1e308", b"NaN", b"%n", b"\xff\xfe"]
SECONDS = 10
RUNS = {"Word": 40, "OpenDocument": 40, "HTML": 40, "PDF": 60}


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The same bytes after one to three mishaps."""
    made = bytearray(data)
    for _ in range(chance.randint(1, 3)):
        at_, length = chance.randrange(len(made) or 1), chance.choice([1, 1, 4, 64, 512])
        kind = chance.randrange(6)
        if kind == 0:
            del made[at_:]
        elif kind == 1:
            made[at_ : at_ + length] = chance.randbytes(length)
        elif kind == 2:
            del made[at_ : at_ + length]
        elif kind == 3:
            other = chance.randrange(len(made) or 1)
            made[at_:at_] = made[other : other + length]
        elif kind == 4:
            made[at_:at_] = chance.choice(NUMBERS)
        else:
            for _ in range(length):
                place = chance.randrange(len(made) or 1)
                made[place : place + 1] = bytes([chance.randrange(256)])
    return bytes(made)


def repacked(path: Path, chance: random.Random) -> None:
    """The same package with damage inside its parts, so that its sums are right and its contents are not."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    names = [name for name in parts if name.endswith((".xml", ".rels"))]
    victim = chance.choice([name for name in names if "document" in name or "content" in name or "numbering" in name])
    kind = chance.randrange(4)
    if kind == 0:
        parts[victim] = damaged(parts[victim], chance)
    elif kind == 1:
        parts[victim], parts[names[0]] = parts[names[0]], parts[victim]
    elif kind == 2:
        parts.pop(chance.choice(names))
    else:
        deep = chance.choice([50, 300, 3000])
        tag = chance.choice(["text:list", "text:span", "w:tbl", "w:sdt", "w:p", "table:table"])
        for end in (b"</text:p>", b"</w:p>"):
            parts[victim] = parts[victim].replace(
                end, f"<{tag}>".encode() * deep + f"</{tag}>".encode() * deep + end, 1
            )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)


def wounded(path: Path, seed: int) -> Path:
    """A damaged copy of a file."""
    chance = random.Random(seed)
    made = path.with_name(f"{seed}{path.suffix}")
    made.write_bytes(path.read_bytes())
    if path.suffix in {".docx", ".odt"} and seed % 3:
        repacked(made, chance)
    else:
        made.write_bytes(damaged(made.read_bytes(), chance))
    return made


def drawn(folder):
    table = [ruled([50, 200, 300, 400], [300, 360, 390, 420]), upwards(250, 355, "Allowed"), upwards(350, 355, "Not")]
    page = [at(50, 100, "Staff must not:"), at(60, 120, "\xb7", "F3"), at(80, 120, "share passwords"), *table]
    return raw_pdf(folder / "policy.pdf", ["\n".join(page)] * 2)


MAKERS = {"Word": messy_word, "OpenDocument": open_document, "HTML": hypertext}


@pytest.mark.parametrize("name", MAKERS)
def test_a_damaged_file_is_read_or_refused(tmp_path, name):
    whole, ends = MAKERS[name](tmp_path, SHORT), set()
    for seed in range(RUNS[name]):
        path = wounded(whole, seed)
        ends.add(_end(path))
    assert ends >= ({"read"} if name == "HTML" else {"read", "refused"})


def _end(path: Path) -> str:
    try:
        read_document(path, path.name)
    except Unreadable:
        return "refused"
    return "read"


# PDFium is written in C++: it is tried in a process of its own, which says how far it came.
PROGRAM = """
import signal, sys
from belisha.policy.reading import Unreadable, read_document
for path in sys.argv[2:]:
    signal.alarm(int(sys.argv[1]))
    try:
        read_document(path, path)
        print("read")
    except Unreadable:
        print("refused")
"""


def test_a_damaged_pdf_is_read_or_refused(tmp_path):
    whole = drawn(tmp_path)
    paths = [wounded(whole, seed) for seed in range(RUNS["PDF"])]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(SECONDS), *map(str, paths)], capture_output=True, text=True, check=False
    )
    ends = done.stdout.split()
    assert done.returncode == 0, f"{paths[len(ends)].name}: {done.stderr[-800:]}"
    assert set(ends) == {"read", "refused"}


@pytest.mark.parametrize("deep", [70, 250, 5000])
def test_parts_inside_parts_are_read_or_refused(tmp_path, deep):
    body = "<text:list><text:list-item>" * deep + "<text:p>a</text:p>" + "</text:list-item></text:list>" * deep
    with pytest.raises(Unreadable, match="damaged"):
        read_document(odt(tmp_path / "deep.odt", body), "deep.odt")
    page = tmp_path / "deep.html"
    page.write_text("<table><tr><td>" * deep + "Staff must be kind." + "<ul><li>" * deep)
    with pytest.raises(Unreadable, match="nested"):
        read_document(page, "deep.html")
