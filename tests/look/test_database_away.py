"""A database that does not answer is said to be away; one that refuses what we asked is a fault of our own."""

import sqlite3

import psycopg
import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, InterfaceError, OperationalError, connection
from django.test import Client
from django.urls import path

from belisha.look import errors


def because(driver: Exception, kind=OperationalError) -> Exception:
    """As Django hands on what the database's driver said."""
    error = kind(str(driver))
    error.__cause__ = driver
    return error


def sqlite_says(tmp_path, statement: str, place: str = "here", held: bool = False) -> Exception:
    """What SQLite itself raises, of a file that somebody else may be writing."""
    one, two = sqlite3.connect(tmp_path / "here"), None
    try:
        one.execute("CREATE TABLE IF NOT EXISTS held (n)")
        if held:
            one.execute("BEGIN EXCLUSIVE")
        two = sqlite3.connect(tmp_path / place, timeout=0)
        two.execute(statement)
    except sqlite3.Error as error:
        return error
    finally:
        one.close()
        if two:
            two.close()
    raise AssertionError("SQLite did it")


AWAY = {
    "shut down": psycopg.errors.AdminShutdown(), "crashed": psycopg.errors.CrashShutdown(),
    "starting": psycopg.errors.CannotConnectNow(), "no room": psycopg.errors.TooManyConnections(),
    "broken line": psycopg.errors.ConnectionFailure(),
}  # fmt: skip
OURS = {
    "took too long": psycopg.errors.QueryCanceled(), "deadlock": psycopg.errors.DeadlockDetected(),
    "disk full": psycopg.errors.DiskFull(), "said by nobody": psycopg.InterfaceError("the cursor is closed"),
}  # fmt: skip


@pytest.mark.parametrize("driver", AWAY.values(), ids=AWAY)
def test_a_server_that_is_gone_or_not_ready_is_away(driver):
    assert errors.is_away(because(driver))
    assert errors.is_away(because(driver, InterfaceError))


@pytest.mark.parametrize("driver", OURS.values(), ids=OURS)
def test_a_server_that_answers_is_not_away(driver):
    assert not errors.is_away(because(driver))


def test_sqlite_is_away_when_its_file_is_held_or_cannot_be_opened(tmp_path):
    assert errors.is_away(because(sqlite_says(tmp_path, "BEGIN IMMEDIATE", held=True)))
    assert errors.is_away(because(sqlite_says(tmp_path, "SELECT 1", place="no/such/folder")))
    assert not errors.is_away(because(sqlite_says(tmp_path, "SELEC")))
    assert not errors.is_away(because(sqlite_says(tmp_path, "SELECT * FROM nothing")))


@pytest.mark.parametrize("error", [ValueError("locked"), OperationalError("database is locked"), IntegrityError("no")])
def test_only_the_database_itself_says_so_and_no_words_of_ours(error):
    assert not errors.is_away(error)
    assert not errors.is_away(None)


@login_not_required
def gone(request):
    raise because(psycopg.errors.AdminShutdown())


@login_not_required
def ours(request):
    raise because(psycopg.errors.DeadlockDetected())


urlpatterns = [path("gone/", gone), path("ours/", ours)]
handler500 = errors.server_error


@pytest.fixture
def browser(settings):
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    return Client(raise_request_exception=False)


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_page_is_503_says_what_to_do_and_asks_the_database_nothing(browser, method):
    def nothing(*_):
        raise AssertionError("the page asked the database")

    with connection.execute_wrapper(nothing):
        answer = getattr(browser, method)("/gone/")
    page = answer.content.decode()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    for words in ("Belisha cannot reach its database", "is still there", "Wait a minute", "call 999"):
        assert words in page
    assert ("You were sending something" in page) == (method == "post")


@pytest.mark.urls(__name__)
def test_a_program_is_told_when_to_ask_again(browser):
    answer = browser.get("/gone/", headers={"accept": "application/json"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert answer.json()["title"] == "Belisha cannot reach its database"


@pytest.mark.urls(__name__)
def test_a_fault_of_ours_is_no_503(browser):
    answer = browser.get("/ours/")
    assert (answer.status_code, answer.headers.get("Retry-After")) == (500, None)
    assert "Something went wrong on our side" in answer.content.decode()
