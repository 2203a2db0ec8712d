"""The pages on which a draft is edited, as each of the cast finds them."""

import pytest
from cast import a_school, signed_in
from django.urls import reverse
from papers import published

from belisha.policy.editing import actions as editing
from belisha.policy.models import Clause, Version

pytestmark = pytest.mark.django_db
BEGINNING = "Teachers should check"


@pytest.fixture
def cast():
    return a_school()


@pytest.fixture
def version(cast, tmp_path) -> Version:
    return published(cast, tmp_path)


@pytest.fixture
def draft(cast, version) -> Version:
    return editing.new_edition(version, by=cast.head)


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def one(version, beginning: str = BEGINNING) -> Clause:
    return version.clauses.get(text__startswith=beginning)


def at(name: str, clause: Clause) -> str:
    return reverse(f"policy:{name}", args=[clause.version_id, clause.ident])


def sent(answer, **changed) -> dict:
    """What the form on a page would send."""
    form = answer.context["form"]
    typed = {name: form[name].value() for name in form.fields}
    extra = {name: answer.context[name] for name in ("seen", "after") if name in answer.context}
    return {name: value for name, value in {**typed, **extra, **changed}.items() if value is not None}


def test_a_policy_in_force_is_changed_clause_by_clause_without_a_file(cast, client, version):
    signed_in(client, cast.head)
    assert "Change this policy" in text_of(client.get(version.policy.get_absolute_url()))
    answer = client.post(reverse("policy:begin", args=[version.pk]), follow=True)
    draft = Version.objects.get(before=version)
    assert answer.redirect_chain[-1][0] == draft.get_absolute_url()
    assert "A new version is on its way" in text_of(client.get(version.policy.get_absolute_url()))
    review = client.get(f"{reverse('policy:review', args=[draft.pk])}?clause={one(draft).ident}")
    assert at("edit", one(draft)) in review.content.decode()


def test_new_words_are_read_and_shown_before_they_are_saved(cast, client, draft):
    signed_in(client, cast.head)
    address = at("edit", one(draft))
    first = client.get(address)
    assert first.context["form"]["text"].value().startswith(BEGINNING)
    second = client.post(address, sent(first, text="All staff must check who can see their photographs."))
    assert second.status_code == 200
    assert "Nothing is saved yet" in text_of(second)
    assert one(draft)
    assert (second.context["form"]["modality"].value(), second.context["form"]["binds"].value()) == ("must", ["adult"])
    assert client.post(address, sent(second)).status_code == 302
    clause = one(draft, "All staff must check")
    assert (clause.modality, clause.binds, clause.decided) == ("must", ["adult"], True)


def test_what_was_chosen_by_hand_is_not_read_over(cast, client, draft):
    address = at("edit", one(draft))
    first = signed_in(client, cast.head).get(address)
    changed = {"text": "All staff must check their photographs.", "modality": "advised"}
    second = client.post(address, sent(first, **changed))
    form = second.context["form"]
    assert (form["modality"].value(), form["binds"].value()) == ("advised", ["adult"])


def test_a_reading_is_changed_without_new_words_in_one_step(cast, client, draft):
    address = at("edit", one(draft))
    first = signed_in(client, cast.head).get(address)
    assert client.post(address, sent(first, modality="must")).status_code == 302
    assert one(draft).modality == "must"


def test_what_was_typed_stays_when_something_is_missing(cast, client, draft):
    address = at("edit", one(draft))
    first = signed_in(client, cast.head).get(address)
    again = client.post(address, sent(first, text="Words of my own", kind="nothing"))
    assert "Words of my own" in text_of(again)
    assert "govuk-error-summary" in text_of(again)
    assert "Write the words" in text_of(client.post(address, sent(first, text=" ")))


def test_of_two_who_change_a_clause_the_second_is_told(cast, client, draft):
    address = at("edit", one(draft))
    first = signed_in(client, cast.head).get(address)
    assert client.post(address, sent(first, modality="must")).status_code == 302
    answer = client.post(address, sent(first, modality="may"))
    assert answer.status_code == 409
    assert one(draft).modality == "must"


def test_a_clause_is_added_in_two_steps(cast, client, draft):
    address = f"{reverse('policy:add', args=[draft.pk])}?after={one(draft).ident}"
    first = signed_in(client, cast.head).get(address)
    assert BEGINNING in text_of(first)
    second = client.post(address, sent(first, text="Teachers must ask before they post.", number="2.3"))
    assert not Clause.objects.filter(number="2.3").exists()
    third = client.post(address, sent(second, text="Teachers may post after asking."))
    assert third.context["form"]["modality"].value() == "may"
    assert client.post(address, sent(third)).status_code == 302
    added = one(draft, "Teachers may post")
    assert (added.number, added.modality, added.binds) == ("2.3", "may", ["teacher"])
    assert added.position == one(draft).position + 1


def test_a_heading_is_added_renamed_and_taken_out(cast, client, draft):
    signed_in(client, cast.head)
    address = f"{reverse('policy:add', args=[draft.pk])}?after={one(draft).ident}"
    assert client.post(address, {"text": "Photographs", "after": one(draft).ident, "heading": "on"}).status_code == 302
    heading = one(draft, "Photographs")
    first = client.get(at("edit", heading))
    assert client.post(at("edit", heading), sent(first, text="Pictures")).status_code == 302
    heading.refresh_from_db()
    assert (heading.kind, heading.text) == ("heading", "Pictures")
    seen = client.get(at("retire", heading)).context["seen"]
    assert client.post(at("retire", heading), {"seen": seen}).status_code == 302
    assert not Clause.objects.filter(pk=heading.pk).exists()


def addresses(draft) -> list[str]:
    clause = one(draft)
    return [at("edit", clause), at("retire", clause), reverse("policy:add", args=[draft.pk])]


@pytest.mark.parametrize(
    ("who", "edits", "begins"),
    [
        ("head", 200, 200),
        ("chair", 403, 403),
        ("teacher", 404, 403),
        ("office", 404, 403),
        ("governor", 404, 403),
        ("volunteer", 404, 403),
        ("other_head", 404, 404),
        ("stranger", 302, 302),
    ],
)
def test_who_opens_the_pages(cast, client, version, draft, who, edits, begins):
    signed_in(client, getattr(cast, who))
    assert {client.get(address).status_code for address in addresses(draft)} == {edits}
    assert client.get(reverse("policy:begin", args=[version.pk])).status_code == begins
    offered = "Change this policy" in text_of(client.get(version.policy.get_absolute_url()))
    assert not offered


def test_a_reader_is_offered_no_change(cast, client, version):
    for who, offered in (("head", True), ("chair", False), ("teacher", False)):
        answer = signed_in(client, getattr(cast, who)).get(version.policy.get_absolute_url())
        assert ("Change this policy" in text_of(answer)) == offered, who


def test_a_version_in_force_is_not_edited(cast, client, version):
    signed_in(client, cast.head)
    for address in addresses(version):
        assert client.get(address).status_code == 409
