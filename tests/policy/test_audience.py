"""Whom a policy binds, read from its clauses: who is named, who is left out, and that silence leaves nobody out."""

import re

import pytest
from cast import a_school, again, an_adult, signed_in
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from papers import approved, published

from belisha.core.action import fingerprint
from belisha.core.errors import Conflict, NotAllowed, Refused
from belisha.core.models import AuditEntry
from belisha.duties import jobs
from belisha.duties.models import Acknowledgement
from belisha.duties.rules import DONE, DUE, LAPSED
from belisha.people import actions as people
from belisha.people.rules import ADULT_KINDS
from belisha.policy import actions as policies
from belisha.policy import intake
from belisha.policy.audience import actions, queries
from belisha.policy.audience.rules import DENIES, LEAVES_OUT, READ, Source, asks, read
from belisha.policy.reading import read_text
from belisha.policy.written import SHIPPED, shipped

WORKING = set(ADULT_KINDS) - {"governor", "trustee"}


def said(*texts, kind="scope", binds=()):
    return read(Source(f"2-{at:02}-a", text, kind, binds, str(at)) for at, text in enumerate(texts, 1))


def named(*texts, **more) -> set[str]:
    """The kinds that these clauses name by their own word."""
    return {kind for kind, bound in said(*texts, **more).items() if any(not each.general for each in bound.named)}


def left_out(*texts, **more) -> set[str]:
    return {kind for kind, bound in said(*texts, **more).items() if not bound.asked}


# What a clause says, whom it names by their own word, whom it takes out.
TABLE = [
    ("This policy applies to all employees.", {"employee"}, set()),
    ("It applies to all members of staff and volunteers.", {"employee", "volunteer"}, set()),
    ("It includes trainee teachers and other trainees.", {"trainee_teacher", "trainee"}, set()),
    ("It includes trainee teachers.", {"trainee_teacher"}, set()),
    ("Agency staff and self-employed staff are bound.", {"agency", "self_employed"}, set()),
    ("Apprentices and external consultants are in.", {"apprentice", "consultant"}, set()),
    ("It applies to school governors/trustees.", {"governor", "trustee"}, set()),
    ("Student teachers must read it.", {"trainee_teacher"}, set()),
    ("Supply teachers must read it.", {"agency"}, set()),
    ("This policy does not apply to volunteers.", set(), {"volunteer"}),
    ("The school's social media policy does not apply to trustees.", set(), {"trustee"}),
    ("It does not apply to governors or trustees.", set(), {"governor", "trustee"}),
    ("This policy applies to all staff except volunteers.", {"employee"}, {"volunteer"}),
    ("This policy applies to all staff, with the exception of agency workers.", {"employee"}, {"agency"}),
    ("Volunteers are not covered by this policy.", set(), {"volunteer"}),
    ("It applies to all staff but does not apply to volunteers.", {"employee"}, set()),
    ("This policy applies to staff. It does not apply to apprentices.", {"employee"}, {"apprentice"}),
    # A condition, a part of a kind, another subject: nobody is left out.
    ("This policy does not apply to volunteers who never meet pupils.", set(), set()),
    ("This policy does not apply to volunteers unless they are asked.", set(), set()),
    ("This policy does not apply to teachers.", set(), set()),
    ("This policy does not apply to supply teachers.", set(), set()),
    ("This policy does not apply to parent volunteers.", set(), set()),
    ("This policy does not apply to volunteers' own pages.", set(), set()),
    ("This policy does not apply to the private letters of governors.", set(), set()),
    ("The ban on groups does not apply to governors.", set(), set()),
    ("Section 6 does not apply to employees.", set(), set()),
    ("It does not apply only to employees but also to volunteers.", {"volunteer"}, set()),
    ("It applies not only to employees, it applies to trustees.", {"employee", "trustee"}, set()),
    ("Nothing in this policy applies to volunteers.", set(), set()),
    ("This policy applies without exception to volunteers.", {"volunteer"}, set()),
    ("Staff meetings are on Mondays.", set(), set()),
    ("", set(), set()),
]


@pytest.mark.parametrize(("text", "names", "out"), TABLE, ids=[row[0][:50] or "nothing" for row in TABLE])
def test_the_reading_of_one_clause(text, names, out):
    assert named(text) == names
    assert left_out(text) == out


def test_words_for_everybody_name_all_who_work_in_the_school_and_not_the_governors():
    for text in ("This policy applies to everyone who works at the school.", "All adults working in school are bound."):
        bound = said(text)
        assert {kind for kind in ADULT_KINDS if bound[kind].named} >= WORKING
        assert bound["governor"].silent
        assert not named(text) & {"volunteer", "agency"}


def test_a_definition_names_and_never_leaves_out():
    text = "Staff means all employees except volunteers."
    assert left_out(text, kind="definition") == set()
    assert left_out("It applies to all employees except volunteers.", kind="scope") == {"volunteer"}
    assert named("Adults means employees, trainees and governors.", kind="definition") >= {"employee", "governor"}


def test_only_scope_and_definition_clauses_name_somebody():
    for kind in ("norm", "exception", "information", "consequence"):
        assert named("This policy applies to volunteers.", kind=kind) == set()
    assert left_out("This policy does not apply to volunteers.", kind="norm") == set()


def test_an_exception_leaves_out_whom_the_whole_policy_is_not_for_and_nobody_from_one_rule():
    """The reader takes "does not apply" for an exception; there "it" may be the rule before."""
    assert left_out("This policy does not apply to volunteers.", kind="exception") == {"volunteer"}
    assert left_out("Volunteers are not covered by our social media policy.", kind="information") == {"volunteer"}
    assert left_out("It does not apply to volunteers.", kind="exception") == set()
    assert left_out("This does not apply to governors.", kind="exception") == set()
    assert left_out("This policy does not apply to volunteers.", kind="definition") == set()


def test_a_clause_that_names_them_goes_before_one_that_leaves_them_out():
    bound = said("This policy does not apply to volunteers.", "It applies to volunteers in the library.")
    assert bound["volunteer"].out
    assert bound["volunteer"].asked


def test_a_word_for_everybody_does_not_bring_back_whom_a_clause_leaves_out():
    assert left_out("It applies to everyone who works here.", "It does not apply to volunteers.") == {"volunteer"}


def test_what_the_reader_says_a_scope_clause_binds_counts_where_its_words_name_nobody():
    bound = said("They too are bound by it.", binds=("governors",))
    assert bound["governor"].named
    assert bound["volunteer"].silent


def test_what_the_school_says_goes_before_what_is_read():
    bound = said("This policy does not apply to volunteers.")
    assert asks(bound, {}, "volunteer") is False
    assert asks(bound, {"volunteer": {"asked": True, "why": "x"}}, "volunteer") is True
    assert asks(bound, {"employee": {"asked": False, "why": "x"}}, "employee") is False
    assert asks(bound, {}, "trustee") is True


PIECES = """this policy|it|does not apply|applies|to|except|excluding|volunteers|staff|all|employees|governors|trustees|
agency staff|and|or|,|.|;|but|who|unless|the|trainees|apprentices|are|covered by|exempt|from|never|is not for"""
WORDS = st.lists(st.sampled_from(PIECES.replace("\n", "").split("|")), max_size=25).map(" ".join)


@settings(deadline=None)
@given(st.lists(st.one_of(WORDS, st.text(max_size=120)), max_size=4), st.sampled_from((*READ, "norm")))
def test_whatever_a_policy_says_nobody_is_left_out_without_a_clause_that_says_so(texts, kind):
    for bound in said(*texts, kind=kind).values():
        if not bound.asked:
            assert kind in LEAVES_OUT
            assert all(DENIES.search(each.source.text) and each.words in each.source.text for each in bound.out)
            assert re.search(r"polic|code|document|guidance|^it", bound.out[0].source.text, re.I)
        assert bound.kind in ADULT_KINDS


def test_a_long_hostile_clause_is_read_at_once():
    for text in ("all " * 5000, "it does not apply to " + "all staff , " * 3000 + "x", "a " * 9000 + "except staff"):
        assert left_out(text) == set()


# -- the policies ----------------------------------------------------------------------------------------------------


@pytest.mark.clause("2-01-a", "2-01-b", "2-01-c", "2-04-b")
def test_the_shipped_policy_names_every_kind_of_adult():
    clauses = shipped("Alder Lane Primary School")
    bound = read(
        Source(ident, clause.text, clause.kind, clause.binds)
        for ident, clause in clauses.items()
        if ident in ("2-01-a", "2-01-b", "2-01-c", "2-04-b")
    )
    assert {kind for kind in ADULT_KINDS if bound[kind].because} == set(ADULT_KINDS)
    assert all(each.asked for each in bound.values())
    where = {kind: bound[kind].because.source.ident for kind in ADULT_KINDS}
    assert where["trainee_teacher"] == where["volunteer"] == "2-01-b"
    assert where["governor"] == where["trustee"] == "2-01-c"
    assert where["employee"] == "2-01-a"


@pytest.mark.clause("2-01-a", "2-01-b", "2-01-c", "2-04-b")
def test_the_source_policy_names_every_kind_of_adult_too(shared):
    text = (shared / "policy/social-media-policy.txt").read_text("utf-8")
    items = read_text(text).items
    bound = read(Source(str(at), each.text, each.kind, tuple(each.binds)) for at, each in enumerate(items))
    assert {kind for kind in ADULT_KINDS if bound[kind].because} == set(ADULT_KINDS)
    assert all(each.asked for each in bound.values())


INVENTED = """Trips and Pictures Policy

Scope

This policy applies to all employees and to everyone who works at the school. It applies to governors as well. This \
policy does not apply to consultants.

What we ask

Adults must not share pictures of a trip.
"""


@pytest.fixture
def cast():
    school = a_school()
    for kind in ADULT_KINDS:
        an_adult(school.school, f"One {kind.replace('_', ' ')}", kind)
    return school


@pytest.fixture
def version(cast, tmp_path, db):
    version = published(cast, tmp_path, INVENTED)
    jobs.open_for_version.call(str(version.pk))
    return version


def asked(version) -> set[str]:
    """The kinds of adult of whom somebody is asked."""
    rows = Acknowledgement.objects.filter(version=version, state=DUE)
    return set(rows.values_list("adult__kind", flat=True))


@pytest.mark.django_db
@pytest.mark.clause("2-01-a", "2-01-b", "2-01-c")
def test_nobody_active_whom_the_shipped_policy_binds_is_without_an_acknowledgement(cast):
    version = intake.adopt(cast.school, SHIPPED, "Social media policy", {"school": cast.school.name}, by=cast.head)
    approved(version, cast.head)
    policies.publish(version, by=cast.head)
    jobs.open_for_version.call(str(version.pk))
    here = {adult.pk for adult in cast.school.adults.all() if adult.is_active}
    assert set(Acknowledgement.objects.filter(version=version, state=DUE).values_list("adult_id", flat=True)) == here
    assert asked(version) == set(ADULT_KINDS)


@pytest.mark.django_db
def test_whom_a_clause_leaves_out_is_not_asked_and_whom_none_names_is(version):
    assert asked(version) == set(ADULT_KINDS) - {"consultant"}
    assert queries.bound(version)["trustee"].silent


@pytest.mark.django_db
@pytest.mark.clause("2-01-b")
def test_a_kind_that_the_school_takes_out_is_no_longer_asked_and_is_asked_when_it_comes_back(cast, version):
    say(version, cast.head, "volunteer", asked=False)
    jobs.heed_audience.call(str(cast.school.pk))
    assert asked(version) == set(ADULT_KINDS) - {"consultant", "volunteer"}
    jobs.heed_audience.call(str(cast.school.pk))
    late = an_adult(cast.school, "Late Volunteer", "volunteer")
    jobs.open_for_school.call(str(cast.school.pk))
    jobs.open_due()
    assert not Acknowledgement.objects.filter(adult=late).exists()
    say(version, cast.head, "volunteer", asked=None)
    jobs.heed_audience.call(str(cast.school.pk))
    assert asked(version) == set(ADULT_KINDS) - {"consultant"}
    assert Acknowledgement.objects.get(adult=late).state == DUE
    for kind in ("acknowledgement.spare", "acknowledgement.ask_again"):
        assert AuditEntry.objects.filter(kind=kind).count() == 1


@pytest.mark.django_db
def test_the_school_may_ask_whom_a_clause_leaves_out(cast, version):
    say(version, cast.head, "consultant", asked=True)
    jobs.heed_audience.call(str(cast.school.pk))
    assert "consultant" in asked(version)


@pytest.mark.django_db
def test_what_was_acknowledged_stays_when_the_policy_is_no_longer_for_them(cast, version):
    from belisha.duties.actions import acknowledge

    mine = Acknowledgement.objects.select_related("version__policy", "school").get(adult=cast.volunteer)
    acknowledge(mine, by=again(cast.volunteer), wording="read")
    say(version, cast.head, "volunteer", asked=False)
    jobs.heed_audience.call(str(cast.school.pk))
    assert Acknowledgement.objects.get(pk=mine.pk).state == DONE


@pytest.mark.django_db
def test_who_works_otherwise_from_today_is_asked_as_what_they_are_now(cast, version):
    adult = again(cast.hr)
    assert not Acknowledgement.objects.filter(adult=adult).exists()
    change_kind(cast, adult, "employee")
    jobs.heed_audience.call(str(cast.school.pk))
    assert Acknowledgement.objects.get(adult=adult).state == DUE
    change_kind(cast, again(adult), "consultant")
    jobs.heed_audience.call(str(cast.school.pk))
    assert Acknowledgement.objects.get(adult=adult).state == LAPSED


def change_kind(cast, adult, kind):
    people.change(
        adult, by=cast.head, name=adult.name, kind=kind, email=adult.email, starts=adult.starts, ends=adult.ends
    )


def say(version, by, kind, *, asked, why="It is for others."):
    policy = version.policy
    policy.refresh_from_db()
    actions.say(policy, by=by, kind=kind, asked=asked, why=why, label=kind, said="x")


# -- the pages -------------------------------------------------------------------------------------------------------

# Who: reads whom the policy binds, may change it.
DOORS = {
    "head": (200, 200), "chair": (200, 200), "dsl": (200, 403), "teacher": (200, 403), "agency_ta": (200, 403),
    "volunteer": (200, 403), "governor": (200, 403), "it_lead": (200, 403), "hr": (200, 403), "office": (200, 403),
    "leaver": (302, 302), "other_head": (404, 404), "trust_safeguarding": (200, 403), "stranger": (302, 302),
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("who", DOORS)
def test_who_reads_whom_it_binds_and_who_changes_it(cast, version, client, who):
    signed_in(client, getattr(cast, who))
    pages = [reverse(f"policy:{name}", args=[version.policy_id]) for name in ("audience", "edit_audience")]
    assert tuple(client.get(page).status_code for page in pages) == DOORS[who]
    if DOORS[who][1] != 200:
        client.post(pages[1], {"kind": "volunteer", "asked": "no", "why": "x"})
        version.policy.refresh_from_db()
        assert version.policy.audience == {}


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["dsl", "teacher", "office", "governor", "other_head"])
def test_nobody_else_may_say_it(cast, version, who):
    with pytest.raises(Refused):
        say(version, getattr(cast, who), "volunteer", asked=False)


@pytest.mark.django_db
def test_the_page_links_the_clause_for_each_kind_and_says_where_none_names_them(cast, version, client):
    page = signed_in(client, cast.teacher).get(reverse("policy:audience", args=[version.policy_id])).content.decode()
    assert page.count("govuk-summary-list__row") == len(ADULT_KINDS)
    assert page.count("No clause names them: they are asked all the same.") == 1
    assert "says that it is not for “consultants”" in page
    assert "Not asked" in page


@pytest.mark.django_db
def test_a_reason_is_asked_for_kept_and_shown(cast, version, client):
    signed_in(client, cast.head)
    address = reverse("policy:edit_audience", args=[version.policy_id])
    answer = client.post(address, {"kind": "volunteer", "asked": "no", "why": ""})
    assert "Say why" in answer.content.decode()
    assert client.post(address, {"kind": "volunteer", "asked": "no", "why": "They only read aloud."}).status_code == 302
    assert "They only read aloud." in client.get(reverse("policy:audience", args=[version.policy_id])).content.decode()
    with pytest.raises(NotAllowed):
        say(version, cast.head, "volunteer", asked=False, why=" ")
    with pytest.raises(NotAllowed):
        say(version, cast.head, "pirate", asked=False)


@pytest.mark.django_db
def test_of_two_who_change_it_the_second_is_told(cast, version, client):
    signed_in(client, cast.head)
    seen = fingerprint(version.policy)
    say(version, cast.head, "trustee", asked=False)
    address = reverse("policy:edit_audience", args=[version.policy_id])
    sent = {"kind": "volunteer", "asked": "no", "why": "x", "seen": seen}
    assert client.post(address, sent).status_code == 409
    with pytest.raises(Conflict):
        actions.say(
            version.policy, by=cast.head, kind="volunteer", asked=False, why="x", label="", said="", seen=seen
        )  # fmt: skip


@pytest.mark.django_db
def test_who_leads_is_told_on_the_policys_page_whom_no_clause_names(cast, version, client):
    line = "No clause says that trustees are bound."
    address = version.policy.get_absolute_url()
    assert line in " ".join(signed_in(client, cast.head).get(address).content.decode().split())
    teachers = signed_in(client, cast.teacher).get(address).content.decode()
    assert line not in teachers
    assert reverse("policy:audience", args=[version.policy_id]) in teachers
