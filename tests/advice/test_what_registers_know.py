"""What the registers know for "may I…?": live, at once, never more than is on file, and never better than it."""

import datetime

import agreed
import pytest
import time_machine
from cast import a_school, again, an_adult
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from registers import declared, permitted

from belisha.advice.asking import known, rules
from belisha.advice.asking.knowing.fact import table
from belisha.core.access import ROLES, Role
from belisha.packs.permissions import vocabulary
from belisha.people.models import Adult
from belisha.people.posts import actions as posts
from belisha.people.rules import ADULT_KINDS
from belisha.reasoning.deciding import decide
from belisha.reasoning.shipped import shipped_facts, shipped_rulebook
from belisha.registers.accounts import actions as accounts
from belisha.registers.family import actions as family
from belisha.registers.family import rules as tie
from belisha.registers.permissions import actions as permissions
from belisha.registers.permissions.rules import Scope
from belisha.registers.protocols import actions as protocols

pytestmark = pytest.mark.django_db
FACTS = shipped_facts()
NEPHEW = {
    "act": "message", "counterpart.kind": "pupil", "counterpart.relation": "family", "channel.type": "social_dm",
    "content.work_related": "no",
}  # fmt: skip
LOOK = {"act": "view_profile", "counterpart.kind": "pupil", "counterpart.relation": "family"}
TALK = {
    "act": "discuss_pupil", "content.about": ["pupil"], "counterpart.kind": "parent", "channel.type": "group_chat",
    "channel.platform": "WhatsApp",
}  # fmt: skip
REACH = {
    "act": "message", "counterpart.kind": "pupil", "counterpart.relation": "none", "channel.type": "learning_platform",
    "channel.platform": "Classroom", "channel.account": "school", "content.work_related": "yes",
}  # fmt: skip
TO_PARENTS = Scope("discuss-pupils", "parents", "whatsapp")
TOLD = ("counterpart.declared", "counterpart.discussed_in_advance", "counterpart.acknowledged")
FOLLOWED, PERMISSION = "counterpart.agreed_protocol_followed", "circumstances.permission"
PROTOCOL, ACCOUNT = "circumstances.agreed_protocol", "channel.account"


@pytest.fixture
def cast():
    return a_school()


def of(adult, said, declaration=None) -> dict:
    return known.of(again(adult), said, declaration)


def values(adult, said, *names, declaration=None) -> list:
    found = of(adult, said, declaration)
    return [found[name].value if name in found else "absent" for name in names]


def answer(adult, said, declaration=None):
    """The answer on what was said, on what goes without saying, and on what the registers know now."""
    found = of(adult, said, declaration)
    typed = {name: fact.silent for name, fact in FACTS.facts.items() if fact.silent is not None and name not in said}
    typed |= rules.typed(FACTS, said)
    facts, used = rules.weighed(typed, {name: (each.value, each.may_be) for name, each in found.items()})
    return decide(shipped_rulebook(), facts, {name: found[name].source for name in used})


# -- the table ------------------------------------------------------------------------------------------------------


def test_the_table_speaks_only_of_roles_kinds_facts_and_vocabulary_that_exist():
    rows, words = table(), vocabulary()
    assert {row["role"] for row in rows["posts"] if "role" in row} <= {role.value for role in ROLES}
    assert {row["kind"] for row in rows["posts"] if "kind" in row} <= set(ADULT_KINDS)
    assert set(rows["employment"]) == set(ADULT_KINDS)
    for name, used in (
        ("who.role", [row["value"] for row in rows["posts"]] + rows["posts_given"]),
        ("who.employment", rows["employment"].values()),
        ("act", [act for row in rows["posts"] for act in row.get("acts", ())]),
        ("counterpart.relation", rows["family"]),
        ("counterpart.kind", [*rows["pupils"], *rows["audiences"]]),
        ("channel.type", rows["account_types"]),
    ):
        FACTS.check(name, used, "registers.yaml")
    assert {row["act"] for row in rows["permissions"]} <= set(words.acts)
    assert {each for row in rows["audiences"].values() for each in (*row["sure"], *row["perhaps"])} <= set(
        words.audiences
    )
    assert set(rows["platforms"]) <= set(words.platforms)
    for row in rows["permissions"]:
        for fact, said in row["when"].items():
            FACTS.check(fact, said, "registers.yaml")


def test_a_name_of_a_platform_is_of_one_platform_only():
    said = [name for names in table()["platforms"].values() for name in names]
    assert len(said) == len(set(said))


# -- who asks -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "act", "role", "employment"),
    [
        ("head", "post", "headteacher", "employee"),
        ("teacher", "post", "teacher", "employee"),
        ("dsl", "post", "teacher", "employee"),
        ("chair", "post", "governor", "governor"),
        ("governor", "monitor", "governor", "governor"),
        ("office", "post", "office_staff", "employee"),
        ("volunteer", "post", "volunteer", "volunteer"),
        ("hr", "post", "other", "external"),
        ("agency_ta", "post", None, "agency"),
    ],
)
@pytest.mark.clause("2-01-a", "2-01-b", "2-01-c", "2-04-b")
def test_post_and_employment_come_from_the_list_of_people(cast, who, act, role, employment):
    assert values(getattr(cast, who), {"act": act}, "who.role", "who.employment") == [role, employment]


def test_whoever_leads_and_teaches_is_asked_about_as_either_where_it_counts(cast):
    both = an_adult(cast.school, "Nia Both", roles=(Role.SENIOR_LEADER, Role.TEACHER))
    assert values(both, {"act": "monitor"}, "who.role") == ["senior_leader"]
    assert values(both, {"act": "post"}, "who.role") == ["teacher"]


def test_whoever_stands_in_for_the_headteacher_is_the_headteacher_for_those_days(cast):
    deputy, today = an_adult(cast.school, "Nia Deputy", roles=(Role.DEPUTY,)), timezone.localdate()
    held = cast.head.grants.get(role="headteacher")
    later = today + datetime.timedelta(days=3)
    posts.name_stand_in(held, by=cast.head, adult=deputy, first=today, last=later)
    assert values(deputy, {}, "who.role") == ["headteacher"]
    with time_machine.travel(timezone.now() + datetime.timedelta(days=5), tick=False):
        assert values(deputy, {}, "who.role") == ["deputy"]


def test_nobody_gives_themselves_a_post_by_saying_so(cast):
    said = {"act": "monitor", "counterpart.kind": "colleague", "who.role": "headteacher"}
    facts, _ = rules.weighed(said, {name: (each.value, each.may_be) for name, each in of(cast.agency_ta, said).items()})
    assert "who.role" not in facts
    assert answer(cast.agency_ta, said).verdict != "permitted"


def test_a_declared_tie_makes_a_relative_beside_whatever_else_is_said(cast):
    assert values(cast.teacher, {}, "who.also") == ["absent"]
    made = declared.declared(cast.teacher)
    assert values(cast.teacher, {"who.also": ["union_representative"]}, "who.also") == [
        frozenset({"relative_of_pupil", "union_representative"})
    ]
    family.end(made, by=cast.teacher, why=tie.NOT_TRUE)
    assert values(cast.teacher, {}, "who.also") == ["absent"]


# -- a pupil in the family ------------------------------------------------------------------------------------------

# State of the declaration: told, talked over, acknowledged; whether they keep to it (None: theirs to say).
TIES = {
    tie.DECLARED: ("yes", "no", "no", "no"),
    tie.DISCUSSED: ("yes", "yes", "no", "no"),
    tie.ACKNOWLEDGED: ("yes", "yes", "yes", None),
    tie.NOT_ACKNOWLEDGED: ("yes", "yes", "no", "no"),
    tie.ENDED: ("no", "no", "no", "no"),
    tie.WITHDRAWN: ("no", "no", "no", "no"),
}


@pytest.mark.parametrize("state", TIES)
@pytest.mark.clause("6-07-b", "6-08-a", "6-08-d", "6-09-a")
def test_a_tie_is_known_as_its_declaration_stands(cast, state):
    made = declared.IN_STATE[state](cast.teacher, cast.head)
    assert tuple(values(cast.teacher, NEPHEW, *TOLD, FOLLOWED, declaration=made.pk)) == TIES[state]


@pytest.mark.parametrize("state", [*TIES, None])
@pytest.mark.clause("6-07-a", "6-07-b", "6-08-b")
def test_contact_is_permitted_only_when_acknowledged_and_they_say_that_they_keep_to_it(cast, state):
    made = declared.IN_STATE[state](cast.teacher, cast.head) if state else None
    key, holds = made and made.pk, state == tie.ACKNOWLEDGED
    boast = {**NEPHEW, **dict.fromkeys((*TOLD, FOLLOWED), "yes")}
    assert (answer(cast.teacher, boast, key).verdict == "permitted") is holds
    assert answer(cast.teacher, {**NEPHEW, FOLLOWED: "no"}, key).verdict == "needs_permission"
    opened = {each.fact for each in answer(cast.teacher, NEPHEW, key).asked_because}
    assert (FOLLOWED in opened) is holds


@pytest.mark.parametrize("state", [*TIES, None])
@pytest.mark.clause("6-09-a")
def test_looking_at_a_page_is_permitted_only_when_acknowledged_and_talked_over(cast, state):
    made = declared.IN_STATE[state](cast.teacher, cast.head) if state else None
    boast = {**LOOK, **dict.fromkeys(TOLD, "yes")}
    assert (answer(cast.teacher, boast, made and made.pk).verdict == "permitted") is (state == tie.ACKNOWLEDGED)


def test_an_acknowledgement_that_was_taken_back_a_second_ago_is_none(cast):
    made = declared.acknowledged(cast.teacher, cast.head)
    family.refuse(made, by=cast.head, reason="It went wrong.")
    assert values(cast.teacher, NEPHEW, *TOLD, FOLLOWED, declaration=made.pk) == ["yes", "yes", "no", "no"]


def test_another_pupil_is_covered_by_no_declaration_of_ones_own(cast):
    declared.acknowledged(cast.teacher, cast.head)
    assert values(cast.teacher, NEPHEW, *TOLD, FOLLOWED, declaration=known.ANOTHER) == ["no"] * 4
    assert answer(cast.teacher, NEPHEW, known.ANOTHER).verdict == "needs_permission"


def test_several_pupils_are_covered_by_no_declaration_about_one(cast):
    made = declared.acknowledged(cast.teacher, cast.head)
    group = {**NEPHEW, "counterpart.kind": "pupil_group"}
    assert values(cast.teacher, group, *TOLD, declaration=made.pk) == ["no"] * 3


def test_while_it_is_open_which_pupil_is_meant_nothing_is_known(cast):
    declared.acknowledged(cast.teacher, cast.head)
    assert values(cast.teacher, NEPHEW, *TOLD, FOLLOWED) == ["absent"] * 4
    assert answer(cast.teacher, NEPHEW).verdict == "needs_permission"


def test_somebody_elses_declaration_covers_nobody_but_them(cast):
    theirs = declared.acknowledged(cast.volunteer, cast.head)
    declared.declared(cast.teacher, pupil="Somebody Else")
    assert values(cast.teacher, NEPHEW, *TOLD, declaration=theirs.pk) == ["absent"] * 3
    assert known.choices(cast.teacher) != known.choices(cast.volunteer)


def test_a_dual_role_is_no_family_tie(cast):
    made = declared.acknowledged(cast.teacher, cast.head, kind=tie.DUAL_ROLE, pupil="")
    assert values(cast.teacher, NEPHEW, *TOLD, declaration=made.pk) == ["no"] * 3
    assert known.choices(cast.teacher) == []


def test_of_two_declarations_about_one_pupil_the_one_that_covers_least_counts(cast):
    made = declared.acknowledged(cast.teacher, cast.head)
    declared.refused(cast.teacher, cast.head)
    assert values(cast.teacher, NEPHEW, "counterpart.acknowledged", declaration=made.pk) == ["no"]


def test_what_was_agreed_and_has_ended_is_followed_by_nobody(cast):
    agreement = agreed.agreed(cast, kind="family", title="In the family", classes="", people=[cast.teacher])
    made = declared.discussed(cast.teacher, cast.head)
    family.acknowledge(made, by=cast.head, protocol="As agreed.", protocol_key=agreement.pk)
    assert values(cast.teacher, NEPHEW, FOLLOWED, declaration=made.pk) == [None]
    protocols.end(agreement, by=cast.head, reason="No longer needed.")
    assert values(cast.teacher, NEPHEW, FOLLOWED, declaration=made.pk) == ["no"]


def test_who_is_no_pupil_or_no_family_is_looked_up_in_no_family_register(cast):
    made = declared.acknowledged(cast.teacher, cast.head)
    for change in ({"counterpart.kind": "parent"}, {"counterpart.relation": "none"}, {"counterpart.relation": None}):
        assert values(cast.teacher, {**NEPHEW, **change}, *TOLD, declaration=made.pk) == ["absent"] * 3


# -- permission -----------------------------------------------------------------------------------------------------


def given(cast, **more):
    return permitted.granted(cast.teacher, cast.head, **{"scope": TO_PARENTS, "concerns": "", **more})


@pytest.mark.clause("6-05-a")
def test_without_a_permission_on_record_no_word_of_the_asker_makes_one(cast):
    assert values(cast.teacher, TALK, PERMISSION) == ["none"]
    for said in ("express_headteacher", "verbal_only", "none", None):
        assert answer(cast.teacher, {**TALK, PERMISSION: said}).verdict == "needs_permission"


@pytest.mark.clause("6-05-a")
def test_a_permission_in_force_for_this_is_known_and_named_as_the_source(cast):
    made = given(cast)
    found = of(cast.teacher, TALK)[PERMISSION]
    assert (found.value, found.source) == ("express_headteacher", f"register:permissions:{made.pk}")
    assert found.url == made.get_absolute_url()
    assert answer(cast.teacher, TALK).verdict == "permitted"


# What the permission is for, where this is: what the register knows of it.
@pytest.mark.parametrize(
    ("scope", "change", "value", "may_be"),
    [
        (TO_PARENTS, {"channel.platform": " whats  APP "}, "express_headteacher", ()),
        (TO_PARENTS, {"channel.platform": "Facebook"}, "none", ("verbal_only",)),
        (TO_PARENTS, {"channel.platform": None}, None, ("none", "verbal_only")),
        (TO_PARENTS, {"counterpart.kind": None}, None, ("none", "verbal_only")),
        (TO_PARENTS, {"counterpart.kind": "public"}, "none", ("verbal_only",)),
        (TO_PARENTS, {"counterpart.kind": "pupil_elsewhere"}, "none", ("verbal_only",)),
        (Scope("discuss-pupils", "pupils-parents", "whatsapp"), {}, None, ("express_headteacher", "none")),
        (Scope("discuss-pupils", "public", "whatsapp"), {}, None, ("express_headteacher", "none")),
        (Scope("discuss-pupils", "colleagues", "whatsapp"), {}, "none", ("verbal_only",)),
        (Scope("post-pictures", "parents", "whatsapp"), {}, "none", ("verbal_only",)),
        (Scope("discuss-pupils", "parents", "other", "", "", "Chatterbox"), {"channel.platform": "chatterbox"},
         "express_headteacher", ()),
        (Scope("discuss-pupils", "other", "whatsapp", "", "The club", ""), {}, None, ("express_headteacher", "none")),
    ],
)  # fmt: skip
@pytest.mark.clause("6-05-a")
def test_a_permission_covers_only_what_it_is_for(cast, scope, change, value, may_be):
    given(cast, scope=scope)
    found = of(cast.teacher, {**TALK, **change})[PERMISSION]
    assert (found.value, found.may_be) == (value, may_be)
    if value is None:
        assert answer(cast.teacher, {**TALK, **change}).verdict in ("needs_permission", "forbidden")


@pytest.mark.parametrize("limit", ["concerns", "conditions"])
def test_whether_a_limited_permission_covers_this_the_asker_says_and_reads_its_limits(cast, limit):
    if limit == "concerns":
        given(cast, concerns="The choir")
    else:
        permitted.conditional(cast.teacher, cast.head, scope=TO_PARENTS, concerns="")
    found = of(cast.teacher, TALK)[PERMISSION]
    assert found.value is None
    assert ("The choir" if limit == "concerns" else permitted.CONDITIONS) in found.says
    assert answer(cast.teacher, {**TALK, PERMISSION: "express_headteacher"}).verdict == "permitted"
    assert answer(cast.teacher, TALK).verdict == "needs_permission"


@pytest.mark.parametrize(
    ("state", "value"),
    [("asked", "none"), ("refused", "none"), ("withdrawn", "none"), ("expired", "expired"), ("revoked", "expired")],
)
@pytest.mark.clause("6-05-a")
def test_what_is_not_in_force_covers_nothing(cast, state, value):
    permitted.IN_STATE[state](cast.teacher, cast.head, scope=TO_PARENTS, concerns="")
    assert values(cast.teacher, TALK, PERMISSION) == [value]
    assert answer(cast.teacher, {**TALK, PERMISSION: "express_headteacher"}).verdict == "needs_permission"


def test_a_permission_that_was_taken_back_a_second_ago_covers_nothing(cast):
    made = given(cast)
    assert answer(cast.teacher, TALK).verdict == "permitted"
    permissions.revoke(made, by=cast.head, reason="Enough.")
    assert values(cast.teacher, TALK, PERMISSION) == ["expired"]
    assert answer(cast.teacher, TALK).verdict == "needs_permission"


def test_the_days_of_a_permission_count_at_once_whether_or_not_anybody_moved_it_on(cast):
    given(cast, starts=2, ends=4)
    found = []
    for day in (0, 2, 4, 5):
        with time_machine.travel(timezone.now() + datetime.timedelta(days=day), tick=False):
            found += values(cast.teacher, TALK, PERMISSION)
    assert found == ["none", "express_headteacher", "express_headteacher", "expired"]


def test_somebody_elses_permission_covers_nobody_but_them(cast):
    given(cast)
    assert values(cast.volunteer, TALK, PERMISSION) == ["none"]


# -- protocols ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "change", "value", "may_be"),
    [
        ({"classes": ""}, {}, "live", ()),
        ({"classes": ""}, {"channel.platform": None}, None, ("does_not_cover", "none")),
        ({"classes": ""}, {"channel.platform": "Chatterbox"}, "does_not_cover", ()),
        ({}, {}, None, ("live", "does_not_cover")),
        ({"kind": "channel", "classes": ""}, {}, "none", ()),
        ({"classes": "", "last": agreed.days(9), "first": agreed.days(2)}, {}, "none", ()),
    ],
)
@pytest.mark.clause("6-06-a", "6-06-b")
def test_a_protocol_covers_only_what_it_was_agreed_for(cast, given, change, value, may_be):
    agreed.agreed(cast, **given)
    found = of(cast.teacher, {**REACH, **change})[PROTOCOL]
    assert (found.value, found.may_be) == (value, may_be)
    boast = answer(cast.teacher, {**REACH, **change, PROTOCOL: "live"})
    assert (boast.verdict == "permitted") is (value == "live" or "live" in may_be)


@pytest.mark.clause("6-06-a")
def test_a_protocol_for_others_or_one_that_ended_covers_nothing(cast):
    assert values(cast.teacher, REACH, PROTOCOL) == ["none"]
    theirs = agreed.agreed(cast, classes="", people=[cast.dsl])
    assert values(cast.teacher, REACH, PROTOCOL) == ["does_not_cover"]
    assert values(cast.dsl, REACH, PROTOCOL) == ["live"]
    protocols.end(theirs, by=cast.head, reason="Done.")
    assert values(cast.dsl, REACH, PROTOCOL) == ["does_not_cover"]
    assert answer(cast.dsl, {**REACH, PROTOCOL: "live"}).verdict == "needs_permission"


def test_what_another_school_agreed_or_permits_is_nothing_here(cast):
    agreed.agreed(cast, classes="")
    assert values(cast.other_teacher, REACH, PROTOCOL) == ["none"]


# -- accounts of the school -----------------------------------------------------------------------------------------


@pytest.mark.clause("2-02-a", "6-15-a")
def test_an_account_is_the_schools_only_where_the_register_has_it_and_names_the_asker(cast):
    said = {"act": "post", "channel.type": "social_post_public", ACCOUNT: "official_school_account"}
    there = {**said, "channel.platform": "Classroom"}
    assert values(cast.teacher, there, ACCOUNT) == [None]
    account = agreed.an_account(cast)
    assert values(cast.teacher, there, ACCOUNT) == ["official_school_account"]
    assert values(cast.volunteer, there, ACCOUNT) == [None]
    assert values(cast.teacher, said, ACCOUNT) == [None]
    assert values(cast.teacher, {**there, "channel.platform": "Facebook"}, ACCOUNT) == [None]
    assert values(cast.teacher, {**there, ACCOUNT: "personal"}, ACCOUNT) == ["absent"]
    accounts.close(account, by=cast.head)
    assert values(cast.teacher, there, ACCOUNT) == [None]


# -- how it is asked ------------------------------------------------------------------------------------------------


def test_the_platform_is_asked_for_where_a_register_cannot_tell_without_it(cast):
    given(cast)
    bare = {name: value for name, value in TALK.items() if name != "channel.platform"}
    opened = [each.fact for each in answer(cast.teacher, bare).asked_because]
    assert known.first(of(cast.teacher, bare), opened, bare) == "channel.platform"
    assert known.first(of(cast.teacher, bare), opened, {**bare, "channel.platform": None}) == ""
    assert known.first(of(cast.teacher, TALK), opened, TALK) == ""


def test_the_platforms_of_the_school_are_suggested_before_those_that_ship(cast):
    agreed.a_platform(cast, "Classroom")
    agreed.a_platform(cast, "facebook")
    agreed.a_platform(cast, "Unused", used=False)
    found = known.platforms(cast.teacher)
    assert found[0] == "Classroom"
    assert "Unused" not in found
    assert [name.casefold() for name in found].count("facebook") == 1


@pytest.mark.parametrize("said", [NEPHEW, TALK, REACH], ids=["family", "permission", "protocol"])
def test_the_registers_are_asked_as_often_for_twenty_rows_as_for_one(cast, said):
    def cost(declaration) -> int:
        asking = again(cast.teacher)
        with CaptureQueriesContext(connection) as asked:
            known.of(asking, said, declaration)
        return len(asked)

    def more(number):
        for each in range(number):
            made = declared.acknowledged(cast.teacher, cast.head, pupil=f"Pupil Number{len(rows)}{each}")
            given(cast)
            agreed.agreed(cast, title=f"Protocol {len(rows)} {each}", classes="")
            agreed.an_account(cast, name=f"@one{len(rows)}{each}")
            rows.append(made)

    rows = []
    more(1)
    once = cost(rows[0].pk)
    more(5)
    assert cost(rows[0].pk) == once <= 12


def test_an_adult_who_left_is_known_for_nothing(cast):
    given(cast)
    agreed.agreed(cast, classes="")
    made = declared.acknowledged(cast.teacher, cast.head)
    Adult.objects.filter(pk=cast.teacher.pk).update(ends=timezone.localdate())
    assert values(cast.teacher, TALK, PERMISSION) == ["none"]
    assert values(cast.teacher, REACH, PROTOCOL) == ["none"]
    assert values(cast.teacher, NEPHEW, "counterpart.acknowledged", declaration=made.pk) == ["absent"]


# -- claims where a register has not been told enough to speak ------------------------------------------------------


def test_nobody_may_talk_about_a_pupil_by_saying_that_it_is_about_nothing(cast):
    said = {**TALK, "content.about": [], PERMISSION: "express_headteacher"}
    assert values(cast.teacher, said, PERMISSION) == ["none"]


@pytest.mark.parametrize("unsaid", [{}, {"counterpart.kind": None}])
def test_no_claimed_tie_or_protocol_counts_while_it_is_open_who_is_meant(cast, unsaid):
    said = {"act": "email", "counterpart.relation": "family", "channel.type": "email", **unsaid}
    found = of(cast.teacher, {**said, PROTOCOL: "live", **dict.fromkeys((*TOLD, FOLLOWED), "yes")})
    for name in (PROTOCOL, *TOLD, FOLLOWED):
        assert found[name].value is None, name
        assert not {"yes", "live"} & set(found[name].may_be), name
        assert found[name].needs == "counterpart.kind", name
