"""Every page that somebody can reach by following links is looked at, on a phone and on a desktop."""

import re
from collections import Counter
from urllib.parse import urlsplit

import pytest
from architecture.house import our_routes
from django.urls import Resolver404, resolve

from belisha.exchange.formats import FORMATS

pytestmark = pytest.mark.journey

# Who looks around, from where, and what is a file and no page.
WALKERS = {
    "Miriam Castellane": ("/", "/people/letters/"),
    "Clemency Oake": ("/",),
    "Ioan Brackley": ("/account/2fa/",),
}
# Pages of one kind that one person opens; the first ever is photographed.
ENOUGH = 3
# Which of them leads on depends on the draft and on whether a wording is suggested.
MORE = {"remarks:detail": 30, "protocols:detail": 12, "owed:duty": 12}
FILES = {"policy:original", "references:file", "audit:verifier", "mfa_download_recovery_codes"}
FILES |= {"asking:record", "owed:evidence", "following:signed", "calendars:feed", "tallies:export"}
FILES |= {"returning:file", "returning:program", "showing:picture", "bundles:take"}
FILES |= {f"exchange:{form}" for form in FORMATS}
# Pages that only a stranger sees, or that nobody links to.
STRANGERS = ("/account/login/", "/account/password/reset/", "/account/password/reset/done/", "/account/signup/",
             "/welcome/no-such-link/", "/no-such-page/", "/account/inactive/")  # fmt: skip


def test_every_page_can_be_read_by_everyone_who_may_open_it(demo, visitor):
    seen: dict[str, str] = {}
    for name, starts in WALKERS.items():
        walker = visitor(name)
        walker.opens("/demo/")
        walker.presses(f"Sign in as {name}")
        _walk(walker, [*starts], seen)
    stranger = visitor("a stranger")
    stranger.opens("/demo/").photographs("demo-people")
    for address in STRANGERS:
        stranger.opens(address).photographs("stranger" + re.sub(r"[^a-z]+", "-", address))
    missing = _pages() - set(seen)
    assert not missing, f"nobody was led to {sorted(missing)}"


def _walk(walker, waiting: list[str], seen: dict[str, str]) -> None:
    """Follow links breadth first: a few pages of each kind, since one may lead where another does not."""
    found, visits = set(waiting), Counter()
    while waiting:
        address = waiting.pop(0)
        kind = _kind(address)
        if kind is None or kind in FILES or visits[kind] == MORE.get(kind, ENOUGH):
            continue
        visits[kind] += 1
        walker.opens(address)
        if kind not in seen:
            seen[kind] = address
            walker.photographs(kind.replace(":", "-"))
        for link in walker.page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)"):
            parts = urlsplit(link)
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            if parts.netloc == urlsplit(walker.page.url).netloc and path not in found:
                found.add(path)
                waiting.append(path)


def _kind(address: str) -> str | None:
    try:
        match = resolve(urlsplit(address).path)
    except Resolver404:
        return None
    step = match.kwargs.get("step")
    return f"{match.view_name}-{step}" if match.view_name == "policy:move" else match.view_name


def _pages() -> set[str]:
    """The pages of ours that a signed-in adult can be led to by links."""
    rooms = {"policy", "changes", "references", "remarks", "duties", "owed", "advice", "exchange", "people", "audit"}
    rooms |= {"reporting", "returning", "routing", "triage", "handling"}
    rooms |= {"evidence", "showing", "bundles", "holding", "lane"}
    rooms |= {"protocols", "accounts", "following", "calendars", "asking", "tallies", "rulebook"}
    ours = [route for route in our_routes() if route.name.partition(":")[0] in rooms]
    names = {route.name for route in ours if "GET" in route.view.allowed_methods}
    return (names - NOT_LED_TO - FILES) | {"policy:move-submit", "policy:move-withdraw", "home"}


# Reached by sending a form, by a letter, or in another state than the demonstration's; each is photographed elsewhere.
NOT_LED_TO = {
    *("policy:move", "policy:approve", "policy:document", "policy:picture", "policy:begin", "advice:withdraw"),
    *("people:set_up", "people:welcome", "people:protect", "people:begin", "people:invited"),
    "people:fill_post",
    *("asking:understand", "asking:change"),
    *("people:hand_over_chair", "people:end_chair", "people:help_chair", "people:chair_link"),
    "people:edit_chair_address",
    *("following:own", "following:end_excuse", "following:paper", "following:remind", "following:remind_one"),
    "calendars:withdraw",
    *(f"reporting:{step}" for step in ("danger", "danger_now", "kind", "next", "change", "people", "stop", "check")),
    "reporting:drop",
    "audit:export",
    *("triage:reopen", "returning:write", "showing:search"),
    # A report that is being written, a check of the filter, a paper that was sent: not in the demonstration.
    *("evidence:of_draft", "evidence:write_in_draft", "handling:checks", "handling:check", "handling:check_ask"),
    *("handling:paper_give", "handling:paper_answer"),
    # Nothing there is old enough to be disposed of, and nothing was sealed off.
    *(f"holding:{page}" for page in ("certificate", "disposal", "keep", "pension")),
    *(f"lane:{page}" for page in ("confirm", "release", "agree", "hand_over")),
    *("rulebook:give", "rulebook:detail", "rulebook:edit", "rulebook:trial", "rulebook:retire"),
}
