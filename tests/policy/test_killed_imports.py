"""Workers killed with SIGKILL while they read a document: nothing is half imported, nothing is lost or doubled."""

import hashlib
import time

import pytest
from engines.labour import Place
from weasyprint import HTML

# So many that nobody is done with them before they are killed.
PAGES = 48
RULES = "".join(f"<li>keep password {n} to themselves and tell nobody;</li>" for n in range(12))
POLICY = "<h1>Staff Social Media Policy</h1>" + "".join(
    f"<h2>{n}. Part</h2><p>All staff must:</p><ul>{RULES}</ul><p>Staff must not share picture {n}.</p>"
    '<p style="break-after: page">Teachers should ask first.</p>'
    for n in range(1, PAGES + 1)
)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    made = Place(tmp_path_factory.mktemp("imports") / "data")
    made.run("prepare")
    yield made
    made.close()


@pytest.fixture(scope="module")
def paper(tmp_path_factory):
    path = tmp_path_factory.mktemp("paper") / "policy.pdf"
    HTML(string=POLICY).write_pdf(path)
    return path


def until(place: Place, document: str, happened, seconds: float = 90) -> dict:
    """How the document stands when something has happened."""
    deadline = time.monotonic() + seconds
    while not happened(seen := place.run("reading", document)):
        assert time.monotonic() < deadline, seen
        time.sleep(0.02)
    return seen


def test_an_import_killed_at_any_moment_is_finished_once_by_the_next_worker(place, paper):
    whole = hashlib.sha256(paper.read_bytes()).hexdigest()
    document = place.run("give", str(paper))["document"]
    nothing = {"Policy": 0, "Version": 0, "Clause": 0, "told": 0, "state": "waiting", "original": whole}
    for begun, pause in ((1, 0.0), (2, 0.4)):
        worker = place.start("worker")
        until(place, document, lambda seen, n=begun: seen["tries"] == n and seen["progress"] > 5)
        time.sleep(pause)
        worker.kill()
        left = place.run("reading", document)
        assert {name: left[name] for name in nothing} == nothing
        place.run("let_silence_pass")
    workers = [place.start("worker") for _ in range(2)]
    read = until(place, document, lambda seen: seen["state"] != "waiting")
    time.sleep(0.5)
    for worker in workers:
        worker.kill()
    place.run("let_silence_pass")
    assert (read["state"], read["Policy"], read["Version"], read["told"]) == ("read", 1, 1, 1)
    assert read["tries"] == 3
    assert read["original"] == whole
    assert read["Clause"] > PAGES * 12
    assert place.run("reading", document) == read
    assert place.run("state")["whole"]
