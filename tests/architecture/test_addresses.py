"""Every address is named, in kebab-case, typed, nouns first and the verb last."""

import re
from collections import Counter

import pytest
from house import Route, our_routes, routes

ROUTES = our_routes()
PART = re.compile(r"[a-z]+(-[a-z0-9]+)*|<(?P<type>\w+):(?P<name>\w+)>")
# A secret in the address opens the page by itself, so it has no other type than text.
SECRETS = {"people:set_up": "token", "people:welcome": "secret", "calendars:feed": "secret"}
# Asked for by other programs, which know a file by the end of its name.
FILES = {"calendars:feed": ".ics"}
TYPES = {"uuid", "ident", "step", "page"}
# What somebody does on a page. A verb ends its address; a thing or its key may follow only a noun.
VERBS = {
    "acknowledge", "add", "adopt", "answer", "approve", "ask", "begin", "check", "decide", "edit", "end", "export",
    "import", "invite", "invite-all", "keep-sure", "mark", "merge", "move", "remind", "retire", "review", "search",
    "sign-in", "split", "verify", "give", "drop", "switch-on", "switch-off", "leave", "fill", "hand-over", "unlink",
    "redact", "send", "download", "describe", "take-out",
}  # fmt: skip
# A room that is called by what one does there.
ROOM = "ask"
# The verb is followed by its second step.
TWO_STEPS = set()


def mistakes(route: Route) -> list[str]:
    """What is wrong with an address."""
    ending = FILES.get(route.name, "/")
    parts = [part.removesuffix(ending) for part in route.path.split("/") if part]
    found = [f"{part!r} is not kebab-case or a typed key" for part in parts if not PART.fullmatch(part)]
    if not re.fullmatch(r"([a-z]+:)?[a-z]+(_[a-z]+)*", route.name):
        found.append("its name is not words joined by underscores")
    if parts and not route.path.endswith(ending):
        found.append(f"it does not end in {ending}")
    for kind, name in (match.group("type", "name") for part in parts if (match := PART.fullmatch(part))):
        if kind and kind not in TYPES and SECRETS.get(route.name) != name:
            found.append(f"{name} is not typed")
        if kind == "uuid" and not name.endswith("_id"):
            found.append(f"{name} does not say whose id it is")
    early = [part for at, part in enumerate(parts[:-1]) if part in VERBS and (at or part != ROOM)]
    if early and route.name not in TWO_STEPS:
        found.append(f"the verb {early[0]} is not last")
    return found


def test_every_address_is_named_typed_and_has_its_verb_last():
    assert {str(route): wrong for route in ROUTES if (wrong := mistakes(route))} == {}


def test_no_name_is_used_twice():
    names = Counter(route.name for route in routes() if route.name)
    assert [name for name, number in names.items() if number > 1] == []


def test_no_two_views_share_an_address():
    paths = Counter(route.path for route in ROUTES)
    assert [path for path, number in paths.items() if number > 1] == []


def test_what_opens_by_a_secret_is_known():
    text = {route.name for route in ROUTES if re.search(r"<str:|<\w+>", route.path)}
    assert text == set(SECRETS)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("people/<uuid:adult_id>/", ""),
        ("People/", "people:list"),
        ("people/<int:adult_id>/", "people:detail"),
        ("people/<adult_id>/", "people:detail"),
        ("people/<uuid:adult>/", "people:detail"),
        ("edit/people/", "people:edit"),
        ("people/sign_in/", "people:sign_in"),
        ("people", "people:list"),
        ("people/", "people:who-is-here"),
    ],
)
def test_the_rule_would_notice(path, name):
    assert mistakes(Route(path, name, {}, None))
