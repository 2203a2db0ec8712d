"""PostgreSQL is stopped while somebody reports: a clear page, nothing typed is lost, and then it is stored once."""

import http.client
import socket
import time
from contextlib import closing
from urllib.parse import urlencode

import pytest
from engines.being_away import CSRF
from engines.conftest import Server
from engines.labour import Place

pytestmark = [pytest.mark.engines, pytest.mark.xdist_group("engines")]

TYPED = "Words that took me ten minutes, before the database went away."
PATIENCE = 60


@pytest.fixture(scope="module")
def own(server):
    """A server of these tests alone: it is stopped and started, which the shared one must not be."""
    made = Server(server.tools)
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def place(own, tmp_path_factory):
    made = Place(tmp_path_factory.mktemp("away") / "data", {"BELISHA_DATABASE_URL": own.database()})
    made.run("migrate")
    made.run("prepare")
    yield made
    made.close()


@pytest.fixture
def web(place):
    """The port of a process that gives out pages."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    serving = place.start("serve_pages", port)
    until = time.monotonic() + PATIENCE
    while True:
        try:
            ask(port, "/health/")
            break
        except ConnectionRefusedError:
            assert time.monotonic() < until
            time.sleep(0.05)
    yield port
    serving.kill()


def ask(port: int, path: str, cookie: str = "", accept: str = "text/html", **sent):
    """One request; its status, its headers, its words. What is sent makes it a POST."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as line:
        headers = {"Cookie": cookie, "Accept": accept}
        if sent:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = urlencode({**sent, "csrfmiddlewaretoken": CSRF}) if sent else None
        line.request("POST" if sent else "GET", path, body, headers)
        answer = line.getresponse()
        return answer.status, answer.headers, answer.read().decode()


@pytest.mark.clause("6-22-a", "8-01-b")
def test_what_was_typed_while_the_database_is_away_is_shown_and_later_stored_once(place, own, web):
    begun = place.run("a_report_begun")
    form = {"shown": "seen", "what": TYPED}
    assert ask(web, begun["base"] + "next/", begun["cookie"])[0] == 200
    own.pause()
    try:
        status, headers, page = ask(web, begun["base"] + "next/", begun["cookie"], **form)
    finally:
        own.go_on()
    assert (status, headers["Retry-After"]) == (503, "60")
    assert page.count(TYPED) == 2  # to be read, and in the form that sends it again
    assert "call 999" in page
    # The form of that very page, sent again, and once more by an impatient hand.
    assert ask(web, begun["base"] + "next/", begun["cookie"], **form)[0] == 302
    ask(web, begun["base"] + "next/", begun["cookie"], **form)
    stands = place.run("what_was_said", begun["draft"])
    assert (stands["said"]["what"], stands["drafts"]) == (TYPED, 1)


PAGES = ("/", "/concerns/", "/report/", "/account/login/", "/policies/")


def test_every_page_says_that_the_database_is_away_and_what_to_do(place, own, web):
    cookie = place.run("a_report_begun")["cookie"]
    own.pause()
    try:
        began = time.monotonic()
        shown = {path: ask(web, path, cookie) for path in PAGES}
        took = time.monotonic() - began
        program = ask(web, "/", cookie, accept="application/json")
        monitor = ask(web, "/health/")
    finally:
        own.go_on()
    for path, (status, headers, page) in shown.items():
        assert (status, headers["Retry-After"], headers["Cache-Control"]) == (503, "60", "no-store"), path
        for words in ("cannot reach its database", "is still there", "Wait a minute", "call 999"):
            assert words in page, path
        assert "Vera Lowde" not in page
    assert took < PATIENCE
    assert (program[0], program[1]["Content-Type"]) == (503, "application/problem+json")
    assert (program[1]["Retry-After"], monitor[0]) == ("60", 503)
    assert ask(web, "/", cookie)[0] == 200


@pytest.mark.clause("6-22-a")
def test_a_report_whose_connection_ends_in_the_middle_is_sent_again_and_stored_once(place):
    begun = place.run("a_report_begun")
    found = place.run("sent_while_cut_off", begun["draft"], begun["cookie"])
    assert (found["status"], found["retry"]) == (503, "60")
    assert "Try again with what you wrote" in found["page"]
    assert found["between"] == 0
    assert found["again"] == [302, 302]
    assert found["stored"] == 1


def test_a_mistake_of_ours_is_not_said_to_be_the_database(place):
    assert place.run("a_mistake_of_ours") == {"too slow": [500, None], "no such table": [500, None]}
