"""Reading changes nothing: every page is opened as each of the cast, and the statements that write are counted."""

import re

import pytest
from cast import signed_in
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from house import our_routes
from world import World, a_world

pytestmark = pytest.mark.django_db

WRITES = re.compile(r'^\s*(INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)')
# The time of the last click and a message for the next page; neither is the school's.
TOUCHES = {"django_session"}
# Pages whose opening is an event that the log must tell.
AUDITED = {
    **dict.fromkeys(
        [f"handling:{name}" for name in ("steps", "step", "posts", "post_add", "post_answer", "papers", "paper")]
        + [f"handling:{name}" for name in ("paper_edit", "paper_give", "paper_answer", "check_ask", "index")],
        "whoever is found to have a conflict later has seen it, and when",
    ),
    "following:signed": "looking at what somebody signed on paper is written into the audit log",
    **{
        f"showing:{page}": "looking at a piece of evidence is written into its custody log"
        for page in ("detail", "picture", "redact")
    },
    "evidence:detail": "opening a piece of evidence is written into its custody log",
    "policy:original": "reading the original of a document is written into the audit log",
    "triage:detail": "who has read a concern is written down: they may be found to have a conflict later",
}
# Pages that nobody of the world opens with GET, and why.
CLOSED = {
    **{
        f"providers:{key}_{step}": "no provider is set up here"
        for key in ("google", "microsoft", "oidc")
        for step in ("begin", "answer")
    },
    "codes:make": "it only receives",
    "reporting:stop": "the draft of the world is in no lane, and there is nothing to stop at",
    "codes:finish": "it only receives",
    "returning:leave": "it only receives",
    "people:fill_post": "it is asked for with an empty post, which stands behind the question mark",
    "people:set_up": "there is a school already",
    "people:welcome": "the world holds no secret of an invitation",
    "lists:detail": "the world's list is to be confirmed, and leads there",
    "lists:school": "the world's list is a table, and leads to its check",
    "pupils:check": "the columns of the world's list are to be matched, and it leads there",
    "calendars:feed": "the world holds no secret of a calendar",
    "policy:decide": "it only receives",
    "policy:merge": "it only receives",
    **dict.fromkeys(
        [f"references:{step}" for step in ("check", "retire", "restore", "take", "leave")]
        + [f"comprehension:{step}" for step in ("take", "start", "stop")]
        + [f"guidance:{step}" for step in ("check", "retire", "restore")]
        + [f"remarks:{step}" for step in ("look", "reopen", "start", "stop", "take_over", "keep")],
        "it only receives",
    ),
    **dict.fromkeys([f"protocols:{step}" for step in ("propose", "take_back", "drop", "edition")], "it only receives"),
    **dict.fromkeys([f"protocols:platform_{step}" for step in ("begin", "stop")], "it only receives"),
    "accounts:reopen": "it only receives",
    **dict.fromkeys([f"handling:number_{step}" for step in ("check", "retire", "restore")], "it only receives"),
    **dict.fromkeys([f"handling:{at}" for at in ("paper_export", "paper_drop", "index_export")], "it only receives"),
    "people:make_chair_link": "it only receives",
    "people:reset_chair": "it only receives",
    **dict.fromkeys([f"asking:{step}" for step in ("begin", "conclude", "again")], "it only receives"),
    "advice:mark": "it only receives",
    "triage:take": "it only receives",
    **{f"evidence:send_to_{place}": "it only receives" for place in ("draft", "receipt", "concern")},
    "evidence:take_out": "it only receives",
    "triage:reopen": "the world's concern is open",
    "advice:grant": "the world's question is about a clause, and a permission answers what was asked of an answer",
    "asking:understand": "it only receives; whoever opens it begins at the beginning",
    **dict.fromkeys([f"rulebook:{step}" for step in ("keep", "add_case", "retire_case")], "it only receives"),
    **dict.fromkeys(["bundles:finish", "holding:approve"], "it only receives"),
    **dict.fromkeys(["bundles:take", "holding:keep"], "it only receives, and leads back to the page of it"),
    "protocols:end": "the protocol of the world is proposed and not agreed",
    "policy:picture": "the world's document is no PDF, so it has no page",
}
METHODS = {("GET", "HEAD"), ("GET", "HEAD", "POST"), ("POST",)}


def addresses(world: World, actor) -> list[tuple[str, str]]:
    """(name of the route, address) for every page, twice where there are two versions to look at."""
    found = []
    for route in our_routes():
        keys = world.keys(actor)
        for version in (
            (world.published, world.draft, world.in_review) if "version_id" in route.converters else (world.published,)
        ):
            keys["version_id"] = version.pk
            found.append((route.name, reverse(route.name, kwargs={name: keys[name] for name in wanted(route)})))
    return found


def wanted(route) -> list[str]:
    return re.findall(r"<\w+:(\w+)>", route.path)


def written(queries) -> set[str]:
    """The tables that these statements write to."""
    matches = (WRITES.match(query["sql"]) for query in queries)
    return {match[2] for match in matches if match} - TOUCHES


def test_every_view_declares_what_it_takes():
    assert [str(route) for route in our_routes() if getattr(route.view, "allowed_methods", None) not in METHODS] == []


def test_opening_a_page_writes_nothing_and_every_page_opens_for_somebody(client):
    world, wrote, opened = a_world(), set(), set()
    for who, actor in world.everybody().items():
        signed_in(client, actor)
        for name, address in addresses(world, actor):
            connection.queries_log.clear()  # Django keeps the last 9000 statements and warns when there were more
            with CaptureQueriesContext(connection) as seen:
                answer = client.get(address)
                b"".join(answer) if answer.streaming else answer.content
            opened |= {name} if answer.status_code == 200 else set()
            if answer.status_code == 200 and not answer.streaming:
                assert b"govuk-error-summary" not in answer.content, f"{name} complains before anything was sent"
            if tables := written(seen.captured_queries):
                wrote.add((name, who, *tables))
    assert [line for line in sorted(wrote) if line[0] not in AUDITED] == []
    assert {route.name for route in our_routes()} - opened == set(CLOSED)
    assert {line[0] for line in wrote} == set(AUDITED)


def test_the_rule_would_notice():
    said = ['INSERT INTO "people_adult" ("id") …', 'UPDATE "django_session" SET …', 'SELECT "x" FROM y', "SAVEPOINT s"]
    assert written([{"sql": sql} for sql in said]) == {"people_adult"}
