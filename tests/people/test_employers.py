"""Who sends adults to the school, and whom to tell there."""

import pytest
from cast import a_school, again, an_adult, signed_in
from django.urls import reverse
from django.utils import timezone

from belisha.core.errors import NotAllowed, Refused
from belisha.people import actions as people
from belisha.people import rules
from belisha.people.employers import actions
from belisha.people.models import Adult, Employer

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2-01-b", "2-04-b")]

REACHED = {"sender_contact": "The desk", "sender_email": "desk@bright.example"}


@pytest.fixture
def cast():
    return a_school()


def an_employer(cast, name="Bright Supply", **reached) -> Employer:
    return actions.add(Employer(school=cast.school), by=cast.head, name=name, **reached)


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def typed(kind="agency", **more) -> dict:
    return {"name": "Noor Haddad", "kind": kind, "starts": "2026-09-01", **more}


@pytest.mark.parametrize("kind", list(rules.ADULT_KINDS))
def test_who_sends_an_adult_is_kept_only_of_those_whom_somebody_sends(client, cast, kind):
    signed_in(client, cast.office).post(reverse("people:add"), typed(kind, sender_name="Bright Supply", **REACHED))
    added = Adult.objects.get(name="Noor Haddad")
    assert (added.employer is not None) == (kind in rules.SENT)
    page = text_of(client.get(added.get_absolute_url()))
    assert ("Whom to tell there" in page) == (kind in rules.SENT)
    assert ("The desk, desk@bright.example" in page) == (kind in rules.SENT)


def test_an_agency_must_be_named_and_nothing_typed_is_lost(client, cast):
    answer = signed_in(client, cast.office).post(reverse("people:add"), typed(email="noor@alder.example"))
    assert "Choose which agency sends them, or type its name below" in text_of(answer)
    assert 'value="noor@alder.example"' in text_of(answer)
    assert '<details class="govuk-details" open>' in text_of(answer)
    unreachable = client.post(reverse("people:add"), typed(sender_name="Bright Supply"))
    assert "Enter an e-mail address or a telephone number" in text_of(unreachable)
    assert not Adult.objects.filter(name="Noor Haddad").exists()
    assert not Employer.objects.exists()


def test_a_trainee_may_be_added_before_anybody_knows_who_sends_them(client, cast):
    signed_in(client, cast.office).post(reverse("people:add"), typed("trainee_teacher"))
    added = Adult.objects.get(name="Noor Haddad")
    assert "Not known, so nobody there can be told" in text_of(client.get(added.get_absolute_url()))


def test_one_who_is_known_is_chosen_or_found_by_name_and_never_doubled(client, cast):
    there = an_employer(cast, telephone="the usual one")
    signed_in(client, cast.office).post(reverse("people:add"), typed(sender=str(there.pk)))
    client.post(reverse("people:add"), typed(sender_name="bright supply", **REACHED) | {"name": "Second One"})
    assert set(Adult.objects.filter(employer=there).values_list("name", flat=True)) == {"Noor Haddad", "Second One"}
    assert Employer.objects.count() == 1
    both = client.post(reverse("people:add"), typed(sender=str(there.pk), sender_name="Another", **REACHED))
    assert "not both" in text_of(both)


def test_nothing_of_a_new_one_is_left_when_the_adult_could_not_be_added(client, cast):
    answer = signed_in(client, cast.office).post(
        reverse("people:add"), typed(email=cast.dsl.email, sender_name="Bright Supply", **REACHED)
    )
    assert "Another adult already has this e-mail address" in text_of(answer)
    assert not Employer.objects.exists()


def test_one_of_another_school_is_not_offered_and_not_taken(client, cast):
    elsewhere = actions.add(Employer(school=cast.other_school), by=cast.other_head, name="Elsewhere Ltd")
    answer = signed_in(client, cast.office).post(reverse("people:add"), typed(sender=str(elsewhere.pk)))
    assert "Elsewhere" not in text_of(answer)
    assert not Adult.objects.filter(name="Noor Haddad").exists()
    with pytest.raises(NotAllowed, match="not known here"):
        people.add(cast.school, by=cast.office, name="X", kind="agency", employer=elsewhere)


def test_who_sends_an_adult_is_changed_with_their_record(client, cast):
    there = an_employer(cast, telephone="the usual one")
    address = reverse("people:edit", args=[cast.agency_ta.pk])
    record = {"name": "Amina Yusuf", "kind": "agency", "email": cast.agency_ta.email, "starts": "2025-09-01"}
    signed_in(client, cast.office).post(address, record | {"sender": str(there.pk)})
    assert again(cast.agency_ta).employer == there
    assert f'<option value="{there.pk}" selected>' in text_of(client.get(address))
    client.post(address, record | {"kind": "employee", "sender": str(there.pk)})
    assert again(cast.agency_ta).employer is None


def test_a_change_from_elsewhere_that_says_nothing_of_an_employer_leaves_theirs(cast):
    there = an_employer(cast, telephone="the usual one")
    amina = cast.agency_ta
    said = {"name": amina.name, "kind": "agency", "email": amina.email, "starts": amina.starts}
    people.change(amina, by=cast.office, employer=there, **said)
    people.change(amina, by=cast.office, **said)
    assert again(amina).employer == there


WHO_OPENS = """
                        list     add      edit     remove
    head                reads    reads    reads    reads
    office              reads    reads    reads    reads
    dsl                 reads    hidden   hidden   hidden
    chair               hidden   hidden   hidden   hidden
    teacher             hidden   hidden   hidden   hidden
    agency_ta           hidden   hidden   hidden   hidden
    trust_safeguarding  reads    hidden   hidden   hidden
    other_head          reads    reads    hidden   hidden
    leaver              sign_in  sign_in  sign_in  sign_in
    stranger            sign_in  sign_in  sign_in  sign_in
"""


@pytest.mark.parametrize("line", WHO_OPENS.strip().splitlines()[1:])
def test_who_opens_which_page_about_employers(client, cast, line):
    who, *expected = line.split()
    one = an_employer(cast)
    addresses = [reverse("people:employers"), reverse("people:add_employer")]
    addresses += [reverse(f"people:{verb}_employer", args=[one.pk]) for verb in ("edit", "remove")]
    signed_in(client, getattr(cast, who))
    got = [client.get(address).status_code for address in addresses]
    assert [{200: "reads", 404: "hidden", 302: "sign_in"}[status] for status in got] == expected


def test_employers_are_kept_on_a_page(client, cast):
    signed_in(client, cast.office)
    added = {"name": "Bright Supply", "telephone": "the usual one"}
    assert client.post(reverse("people:add_employer"), added).url == reverse("people:employers")
    assert "on the list already" in text_of(
        client.post(reverse("people:add_employer"), added | {"name": "BRIGHT supply"})
    )
    one = Employer.objects.get()
    edit = reverse("people:edit_employer", args=[one.pk])
    seen = client.get(edit).context["seen"]
    assert client.post(edit, added | {"contact": "Ms Eddowes"}).status_code == 302
    assert client.post(edit, added | {"contact": "Somebody else", "seen": seen}).status_code == 409
    assert "Ms Eddowes" in text_of(client.get(reverse("people:employers")))
    assert "Enter an e-mail address or a telephone number" in text_of(client.post(edit, {"name": "Bright Supply"}))
    assert client.post(reverse("people:remove_employer", args=[one.pk])).status_code == 302
    assert not Employer.objects.exists()


def test_one_who_sent_somebody_stays_on_the_list(client, cast):
    one = an_employer(cast)
    an_adult(cast.school, "Sent One", "agency")
    Adult.objects.filter(name="Sent One").update(employer=one)
    assert signed_in(client, cast.head).post(reverse("people:remove_employer", args=[one.pk])).status_code == 409
    with pytest.raises(NotAllowed):
        actions.remove(one, by=cast.head, name="Another name")
    for nobody in (cast.dsl, cast.teacher, cast.other_head):
        with pytest.raises(Refused):
            actions.change(one, by=nobody, name="Mine")
    assert Employer.objects.get().name == "Bright Supply"


def test_the_home_page_counts_agency_adults_without_an_employer_to_tell(client, cast):
    said = text_of(signed_in(client, cast.office).get("/"))
    assert "One agency adult without an employer to tell" in said
    an_adult(cast.school, "Second Agent", "agency")
    an_adult(cast.school, "Gone Agent", "agency", starts=cast.leaver.starts, ends=timezone.localdate())
    assert "2 agency adults without an employer to tell" in text_of(client.get("/"))
    assert "Second Agent" in text_of(client.get(reverse("people:employers")))
    Adult.objects.filter(kind="agency").update(employer=an_employer(cast))
    assert "2 agency adults" in text_of(client.get("/"))  # a name alone reaches nobody
    Employer.objects.update(telephone="the usual one")
    assert "without an employer" not in text_of(client.get("/"))
    assert "without an employer" not in text_of(signed_in(client, cast.dsl).get("/"))
