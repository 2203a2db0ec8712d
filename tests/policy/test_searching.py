"""The search: what is found, in which order, by whom, and what hostile words do (nothing)."""

import pytest
from bs4 import BeautifulSoup
from cast import a_school, signed_in
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from papers import a_draft, published

from belisha.policy.searching import queries
from belisha.policy.searching.forms import LONGEST
from belisha.policy.searching.places import SEARCHED
from belisha.policy.searching.rules import (
    ANSWERS,
    MOST_WORDS,
    POLICY,
    REFERENCES,
    SHOWN,
    Hit,
    grouped,
    ranked,
    snippet,
    words,
)

ADDRESS = "/policies/search/"


def hits(*texts: str, group: str = POLICY) -> list[Hit]:
    return [Hit(f"Clause {at}", text, f"/{at}/", group) for at, text in enumerate(texts, 1)]


def order(typed: str, *texts: str) -> list[str]:
    return [hit.text for hit in ranked(hits(*texts), words(typed))]


# -- what is found, and in which order --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("photos", "Do not publish a photograph."),
        ("photograph", "No pictures of pupils."),
        ("friend request", "Decline friend requests."),
        ("e-mail", "Use your school email address."),
        ("head teacher", "Ask the Headteacher."),
        ("cyberbull", "Cyberbullying is reported."),
        ("policies", "A policy is kept."),
        ("PUPILS’", "a pupil's page"),
        ("children", "A child may ask."),
        ("acknowledging", "Acknowledge it."),
    ],
)
def test_a_word_is_found_in_its_other_forms(typed, text):
    wanted = words(typed)
    assert order(typed, text, "Nothing of the kind.") == [text]
    assert any(needle in text.lower() for needle in wanted.needles), "or the database would not offer it"


@pytest.mark.parametrize(("typed", "text"), [("pen", "Pension"), ("art", "Party"), ("here", "There")])
def test_a_short_beginning_or_another_word_is_not_found(typed, text):
    assert order(typed, text) == []


def test_the_text_with_the_rarer_word_comes_first_and_words_together_before_words_apart():
    texts = ("A friend of the school.", "A request by a friend.", "Decline a friend request.", "Friends everywhere.")
    assert order("friend requests", *texts)[:2] == ["Decline a friend request.", "A request by a friend."]


def test_a_text_that_shares_only_the_common_word_is_left_out():
    texts = ("Staff must ask.", "Staff must read.", "Staff must not keep pictures.")
    assert order("staff pictures", *texts) == ["Staff must not keep pictures."]


def test_of_two_that_are_equally_good_the_first_stays_first():
    assert order("phone", "A red phone.", "A blue phone.") == ["A red phone.", "A blue phone."]


def test_groups_come_in_their_order_and_a_long_one_is_cut():
    many = [*hits("a phone", group=ANSWERS), *hits("a phone", group="Other"), *hits("a phone", group=REFERENCES)]
    found = grouped([*many, *hits(*["a phone"] * (SHOWN + 5))], words("phone"))
    assert [group.name for group in found] == [POLICY, REFERENCES, ANSWERS, "Other"]
    assert (len(found[0].found), found[0].number) == (SHOWN, SHOWN + 5)


def test_the_words_are_marked_in_a_piece_of_the_text():
    text = "Before. " * 60 + "Keep your photographs private. " + "After. " * 60
    parts = snippet(text, words("photo"))
    assert [part.text for part in parts if part.marked] == ["photographs"]
    assert parts[0].text == "… "
    assert parts[-1].text == " …"
    assert len("".join(part.text for part in parts)) < 400


def test_a_short_text_is_shown_whole():
    text = "A <b>photo</b> & a friend"
    assert "".join(part.text for part in snippet(text, words("photo"))) == text


def test_only_so_many_words_are_looked_for():
    assert len(words(" ".join(f"word{number}" for number in range(100))).stems) == MOST_WORDS


# -- the page ---------------------------------------------------------------------------------------------------------

TEXT = """Staff Social Media Policy

1. Friends

1.1 Staff must not accept friend requests from pupils.

1.2 Staff must ask before they publish photographs.

1.3 Staff must keep 100% of their pass_words & 'keys' secret.
"""
LATER = TEXT + "\n1.4 Staff must not post about the zebra crossing.\n"


@pytest.fixture
def cast(db):
    return a_school()


@pytest.fixture
def version(cast, tmp_path):
    return published(cast, tmp_path, TEXT)


def found(client, typed: str, **more) -> list[tuple[str, str]]:
    """(title, address) of what the page shows."""
    answer = client.post(ADDRESS, {"words": typed, **more})
    assert answer.status_code == 200
    return [(a.text, a["href"]) for a in BeautifulSoup(answer.content, "html.parser").select(".belisha-found a")]


def test_a_clause_is_found_and_the_link_leads_to_it(cast, version, client):
    signed_in(client, cast.teacher)
    [(title, address)] = found(client, "photos")
    assert title == "Staff Social Media Policy: clause 1.2"
    page, _, anchor = address.partition("#")
    clause = BeautifulSoup(client.get(page).content, "html.parser").find(id=anchor)
    assert "publish photographs" in clause.text


def test_a_clause_is_found_by_its_number(cast, version, client):
    signed_in(client, cast.teacher)
    assert [title for title, _ in found(client, "1.3")] == ["Staff Social Media Policy: clause 1.3"]


def test_a_policy_is_found_by_its_title(cast, version, client):
    signed_in(client, cast.teacher)
    assert (version.policy.title, version.policy.get_absolute_url()) in found(client, "social media")


@pytest.mark.parametrize("who", ["teacher", "volunteer", "governor", "office", "dsl"])
def test_the_words_of_a_draft_are_never_found_by_who_does_not_draft(cast, version, client, tmp_path, who):
    a_draft(cast, tmp_path, LATER, policy=version.policy)
    signed_in(client, getattr(cast, who))
    assert found(client, "zebra", drafts="on") == []
    assert "Search drafts" not in client.get(ADDRESS).content.decode()


@pytest.mark.parametrize("who", ["teacher", "volunteer", "governor", "office", "dsl"])
def test_a_policy_that_never_came_out_is_not_known_by_its_title(cast, client, tmp_path, who):
    draft = a_draft(cast, tmp_path)
    signed_in(client, getattr(cast, who))
    assert found(client, "social media") == []
    assert draft.policy.title not in client.get(reverse("policy:list")).content.decode()
    for address in (draft.policy.get_absolute_url(), reverse("policy:terms", args=[draft.policy_id])):
        assert client.get(address).status_code == 404
    signed_in(client, cast.chair)
    assert draft.policy.title in client.get(reverse("policy:list")).content.decode()


def test_a_draft_is_found_by_who_drafts_it_and_asks(cast, version, client, tmp_path):
    draft = a_draft(cast, tmp_path, LATER, policy=version.policy)
    signed_in(client, cast.head)
    assert found(client, "zebra") == []
    clause = draft.clauses.get(text__contains="zebra")
    assert found(client, "zebra", drafts="on") == [
        ("Staff Social Media Policy (draft): clause 1.4", clause.get_absolute_url())
    ]


def test_what_was_in_force_once_is_not_found(cast, version, client, tmp_path):
    published(cast, tmp_path, TEXT.replace("photographs", "recordings"), policy=version.policy)
    signed_in(client, cast.teacher)
    assert found(client, "photographs") == []
    assert len(found(client, "recordings")) == 1


def test_another_schools_words_are_not_found(cast, version, client):
    signed_in(client, cast.other_teacher)
    assert found(client, "photos") == []


HOSTILE = (
    "%", "_", "%%%photos", "pass_words", "100%", "'; DROP TABLE policy_clause; --", '"quoted"', "\\", "\\%", "😀",
    "😀 photos", "\0", "photos\0", "é", "ﬃ", "<script>alert(1)</script>", "(a+)+$", "photos " * 20, "-", "   ", "ſtaff",
    "{{ 7 }}", "ｐｈｏｔｏｓ",
)  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_are_only_words(cast, version, client, typed):
    signed_in(client, cast.teacher)
    titles = [title for title, _ in found(client, typed)]
    assert len(titles) <= 3
    answer = client.post(ADDRESS, {"words": typed}).content
    assert b"<script>alert" not in answer
    assert b"Server Error" not in answer


def test_a_percent_sign_does_not_find_everything(cast, version, client):
    signed_in(client, cast.teacher)
    assert found(client, "%") == []
    assert [title[-3:] for title, _ in found(client, "pass_words")] == ["1.3"]


def test_ten_thousand_letters_are_too_many_and_said_so(cast, version, client):
    signed_in(client, cast.teacher)
    page = client.post(ADDRESS, {"words": "photo " * 2000}).content.decode()
    assert f"at most {LONGEST} letters" in page


@pytest.mark.parametrize(("typed", "said"), [("", "Type a word to search for"), ("must not", "what it is about")])
def test_words_that_say_nothing_are_asked_for_again(cast, client, typed, said):
    signed_in(client, cast.teacher)
    assert said in client.post(ADDRESS, {"words": typed}).content.decode()


def test_nothing_found_is_said_with_the_words_that_were_typed(cast, version, client):
    signed_in(client, cast.teacher)
    assert "says “giraffes”" in client.post(ADDRESS, {"words": "giraffes"}).content.decode()


def test_the_policy_page_has_a_search_box_that_leads_to_the_search(cast, version, client):
    page = signed_in(client, cast.teacher).get(reverse("policy:detail", args=[version.policy_id])).content
    form = BeautifulSoup(page, "html.parser").select_one("form[role=search]")
    assert (form["action"], form["method"]) == (ADDRESS, "post")
    assert form.select_one("input[name=words]")["id"] == form.label["for"]


def test_the_words_do_not_stand_in_the_address(cast, client):
    """An address names nobody, and what somebody looks for may be a name."""
    assert b'name="words"' in signed_in(client, cast.teacher).get(f"{ADDRESS}?words=photos").content
    assert b'photos"' not in client.get(f"{ADDRESS}?words=photos").content


def test_each_place_asks_the_database_as_often_for_many_clauses_as_for_few(cast, tmp_path):
    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert queries.search(cast.head, words("friend photo", drafts=True))
        return len(seen)

    published(cast, tmp_path, TEXT)
    few = asked()
    longer = "\n\n".join(f"2.{number} Staff must ask a friend about photographs." for number in range(1, 60))
    published(cast, tmp_path, TEXT + longer)
    assert asked() <= few
    assert len(SEARCHED) >= 1
