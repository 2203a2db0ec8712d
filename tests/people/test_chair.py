"""Whoever decides what the Headteacher brings is not chosen, shut out or taken over by the Headteacher, on any path."""

import datetime

import pytest
from allauth.mfa.models import Authenticator
from cast import a_school, again, an_adult, signed_in
from django.urls import reverse
from django.utils import timezone

from belisha.core.access import COMMAND_LINE, SET_UP, Can, Role, may
from belisha.core.errors import NotAllowed, Refused
from belisha.core.models import Notice
from belisha.core.queries import page_of_entries
from belisha.people import actions, limits, queries
from belisha.people.chair import actions as chair
from belisha.people.codes import actions as codes
from belisha.people.leaving import actions as leaving
from belisha.people.lists import actions as lists
from belisha.people.lists.jobs import bring_in_list
from belisha.people.lists.models import StaffList
from belisha.people.lists.plan import digest
from belisha.people.lists.queries import steps
from belisha.people.lists.rows import Row
from belisha.people.lists.tables import from_text
from belisha.people.models import Adult, Grant
from belisha.people.posts import actions as posts
from belisha.people.posts.queries import posts as every_post
from belisha.people.providers import actions as providers
from belisha.people.providers.models import Link

pytestmark = pytest.mark.django_db
ONE = datetime.timedelta(days=1)
BOTH = (Role.CHAIR, Role.VICE_CHAIR)
PASSWORD = "pbkdf2_sha256$1$x$x"


@pytest.fixture
def cast():
    """The cast, with a vice-chair who can sign in as the chair can, and somebody who stands in for the Headteacher."""
    cast = a_school()
    cast.vice = an_adult(cast.school, "Nadia Fenwick", "governor", (Role.GOVERNOR, Role.VICE_CHAIR))
    for adult in (cast.chair, cast.vice):
        Adult.objects.filter(pk=adult.pk).update(password=PASSWORD)
    held, today = cast.head.grants.get(role=Role.HEADTEACHER), timezone.localdate()
    posts.name_stand_in(held, by=cast.head, adult=cast.dsl, first=today, last=today + 7 * ONE)
    cast.deputy = an_adult(cast.school, "Owen Tarrant", roles=(Role.DEPUTY,))
    cast.acting_head = again(cast.dsl)
    cast.chair, cast.vice, cast.server = again(cast.chair), again(cast.vice), COMMAND_LINE
    return cast


def held_by(adult, role) -> Grant:
    return adult.grants.select_related("adult", "school").get(role=role, stands_in_for=None)


def days() -> dict:
    return {"first": timezone.localdate(), "last": timezone.localdate() + ONE}


def said_of(adult, **other) -> dict:
    names = ("name", "kind", "email", "starts", "ends")
    return {name: getattr(adult, name) for name in names} | other


# -- the table: what each may do with the role and the sign-in of the chair, as of the vice-chair ---------------------

# Through the pages that are there for everybody: as (by, whose, role).
ACTS = {
    "give": lambda cast, by, whose, role: actions.grant(cast.governor, by=by, role=role),
    "end": lambda cast, by, whose, role: actions.end_role(held_by(whose, role), by=by),
    "stand": lambda cast, by, whose, role: posts.name_stand_in(
        held_by(whose, role), by=by, adult=cast.governor, **days()
    ),
    "leave": lambda cast, by, whose, role: leaving.note_last_day(whose, by=by, ends=timezone.localdate()),
    "later": lambda cast, by, whose, role: leaving.note_last_day(whose, by=by, ends=timezone.localdate() + ONE),
    "ends": lambda cast, by, whose, role: actions.change(whose, by=by, **said_of(whose, ends=timezone.localdate())),
    "email": lambda cast, by, whose, role: actions.change(whose, by=by, **said_of(whose, email="x@alder.example")),
    "invite": lambda cast, by, whose, role: actions.invite(whose, by=by),
    "factor": lambda cast, by, whose, role: actions.reset_second_factor(whose, by=by),
    "code": lambda cast, by, whose, role: codes.make(whose, by=by),
    "tablet": lambda cast, by, whose, role: codes.hand_over(whose, by=by),
    "unlink": lambda cast, by, whose, role: providers.unlink(whose, by=by),
    "lapse": lambda cast, by, whose, role: leaving.lapse(held_by(whose, role), by=by, ends=timezone.localdate()),
}  # fmt: skip
# And what the two have for it.
KEPT = {
    "hand_over": lambda cast, by, whose, role: chair.hand_over(cast.school, by=by, role=role, adult=cast.governor),
    "end_kept": lambda cast, by, whose, role: chair.end(cast.school, by=by, held=held_by(whose, role)),
    "stand_kept": lambda cast, by, whose, role: chair.name_stand_in(
        cast.school, by=by, held=held_by(whose, role), adult=cast.governor, **days()
    ),
    "link": lambda cast, by, whose, role: chair.make_link(cast.school, by=by, adult=whose),
    "reset": lambda cast, by, whose, role: chair.reset(cast.school, by=by, adult=whose),
    "address": lambda cast, by, whose, role: chair.change_address(
        cast.school, by=by, adult=whose, email="x@alder.example"
    ),
}  # fmt: skip
EVERY = ACTS | KEPT
NOBODY_ELSE = ("head", "acting_head", "office", "deputy", "teacher", "governor", "other_head", "stranger")
# Who may: everything that is not named is refused. "other": the other one of the two, "own": themselves.
MAY = {
    "server": set(EVERY) - {"lapse"},
    "other": set(KEPT),
    "own": {"hand_over", "end_kept", "stand_kept"},
    **{who: set() for who in NOBODY_ELSE},
}


@pytest.mark.parametrize("role", BOTH)
@pytest.mark.parametrize("act", EVERY)
def test_who_does_what_with_the_role_and_the_sign_in_of_the_chair_and_the_vice_chair(cast, act, role):
    whose, other = (cast.chair, cast.vice) if role == Role.CHAIR else (cast.vice, cast.chair)
    actors = {who: getattr(cast, who, None) for who in MAY} | {"other": other, "own": whose}
    before, done = state_of(cast), set()
    for who, by in actors.items():
        sure = Adult.objects.select_related("school").get(pk=whose.pk)
        try:
            with undone():
                EVERY[act](cast, by, sure, role)
                done.add(who)
                raise Undo
        except (Refused, NotAllowed, Undo):
            continue
    assert done == {who for who in MAY if act in MAY[who]}
    assert state_of(cast) == before


class Undo(Exception):
    """The act went through; the next one finds the school as it was."""


def undone():
    from django.db import transaction

    return transaction.atomic()


def state_of(cast) -> list:
    kept = Grant.objects.filter(role__in=BOTH).order_by("pk").values_list("adult", "role", "starts", "ends")
    them = Adult.objects.filter(pk__in=[cast.chair.pk, cast.vice.pk]).order_by("pk")
    return [*kept, *them.values_list("email", "ends", "password")]


@pytest.mark.parametrize("who", ["head", "acting_head", "office"])
def test_the_refusal_says_whom_to_ask(cast, who):
    by = getattr(cast, who)
    for act in ("give", "end", "stand", "leave", "invite", "code"):
        with pytest.raises(Refused) as no:
            ACTS[act](cast, by, cast.chair, Role.CHAIR)
        assert "chair or vice-chair of governors" in no.value.reason + no.value.help
        assert "belisha " in no.value.help


# -- in two acts, and round about -------------------------------------------------------------------------------------


def test_with_one_of_the_two_gone_the_other_chooses_and_not_the_headteacher(cast):
    chair.end(cast.school, by=cast.vice, held=held_by(cast.chair, Role.CHAIR))
    leaving.note_last_day(cast.chair, by=cast.head, ends=timezone.localdate())
    for by in (cast.head, cast.acting_head, cast.office):
        with pytest.raises(Refused):
            actions.grant(cast.governor, by=by, role=Role.CHAIR)
    assert chair.hand_over(cast.school, by=cast.vice, role=Role.CHAIR, adult=cast.governor)


def test_the_headteacher_does_not_get_at_the_chair_through_a_vice_chair_of_their_choice():
    cast = a_school()
    assert not Grant.objects.filter(role=Role.VICE_CHAIR).exists()
    with pytest.raises(Refused):
        actions.grant(cast.governor, by=cast.head, role=Role.VICE_CHAIR)
    with pytest.raises(Refused):
        actions.add(cast.school, by=cast.head, name="Their Friend", kind="governor", roles=(Role.VICE_CHAIR,))
    assert chair.hand_over(cast.school, by=cast.chair, role=Role.VICE_CHAIR, adult=cast.governor)


def test_where_nobody_is_chair_or_vice_chair_whoever_may_change_roles_gives_both_in_turn(cast):
    for adult, role in ((cast.chair, Role.CHAIR), (cast.vice, Role.VICE_CHAIR)):
        actions.end_role(held_by(adult, role), by=cast.server)
    with pytest.raises(Refused):
        actions.grant(cast.governor, by=cast.office, role=Role.CHAIR)
    assert actions.grant(cast.governor, by=cast.head, role=Role.CHAIR)
    with pytest.raises(Refused):
        actions.grant(cast.volunteer, by=cast.head, role=Role.VICE_CHAIR)


def test_a_chair_who_begins_later_is_kept_already(cast):
    for adult, role in ((cast.chair, Role.CHAIR), (cast.vice, Role.VICE_CHAIR)):
        actions.end_role(held_by(adult, role), by=cast.server)
    starts = timezone.localdate() + 30 * ONE
    joiner = an_adult(cast.school, "Iris Calloway", "governor", (Role.CHAIR,), starts=starts)
    assert held_by(joiner, Role.CHAIR).starts == starts
    for act in ("give", "end", "email", "leave", "code"):
        with pytest.raises((Refused, NotAllowed)):
            ACTS[act](cast, cast.head, joiner, Role.CHAIR)


def test_a_stand_in_of_the_chair_is_kept_from_the_day_they_are_named(cast):
    first = timezone.localdate() + 10 * ONE
    with pytest.raises(NotAllowed):
        chair.name_stand_in(
            cast.school, by=cast.chair, held=held_by(cast.chair, Role.CHAIR), adult=cast.head, first=first, last=first
        )
    made = chair.name_stand_in(
        cast.school, by=cast.chair, held=held_by(cast.chair, Role.CHAIR), adult=cast.governor, first=first, last=first
    )
    for by in (cast.head, cast.acting_head, cast.office):
        with pytest.raises(Refused):
            actions.end_role(made, by=by)
        with pytest.raises(Refused):
            codes.make(cast.governor, by=by)
    chair.end(cast.school, by=cast.vice, held=made)
    assert codes.make(cast.governor, by=cast.office)


def test_a_link_that_the_office_kept_does_not_open_what_somebody_is_handed_over(cast, client):
    kept = actions.invite(cast.governor, by=cast.office)
    chair.hand_over(cast.school, by=cast.chair, role=Role.CHAIR, adult=cast.governor)
    assert client.get(kept).status_code == 410


def test_a_new_chair_gets_the_first_link_by_letter_and_the_headteacher_does_not_see_it(cast, client):
    chair.hand_over(cast.school, by=cast.chair, role=Role.CHAIR, adult=cast.governor)
    new = again(cast.governor)
    assert actions.invite(new, by=cast.head) == ""
    assert Notice.objects.filter(letter="invitation", adult_id=new.pk, address=new.email).count() == 1
    answer = signed_in(client, cast.head).post(reverse("people:invite", args=[new.pk]), follow=True)
    assert "Nobody else sees it" in answer.content.decode()
    assert "/welcome/" not in answer.content.decode()
    with pytest.raises(Refused):
        actions.invite(new, by=cast.office)
    Adult.objects.filter(pk=new.pk).update(password=PASSWORD)
    with pytest.raises(Refused):
        actions.invite(again(new), by=cast.head)
    Adult.objects.filter(pk=new.pk).update(password="!", email="")
    with pytest.raises(Refused):
        actions.invite(again(new), by=cast.head)


def test_who_signs_in_with_an_account_elsewhere_is_not_new(cast):
    Adult.objects.filter(pk=cast.chair.pk).update(password="!")
    linked(cast.chair)
    with pytest.raises(Refused):
        actions.invite(again(cast.chair), by=cast.head)
    assert cast.chair not in queries.waiting(again(cast.head))
    actions.invite_all(queries.waiting(again(cast.head)), by=cast.head)


def linked(adult):
    Link.objects.create(
        school=adult.school, adult=adult, issuer="https://id.example", subject=str(adult.pk), provider="oidc",
        linked_at=timezone.now(),
    )  # fmt: skip


# -- staff lists ------------------------------------------------------------------------------------------------------


def brought_in(cast, by, text: str) -> dict:
    staff_list = lists.give(cast.school, by=by, form="csv", read=from_text(text.encode()))
    lists.match(staff_list, by=by, fields=["name", "email", "role", "ends"])
    planned = steps(by, [Row(**row) for row in staff_list.rows])
    lists.confirm(staff_list, by=by, shown=digest(planned), complete=False)
    bring_in_list.call(str(staff_list.pk))
    return StaffList.objects.get(pk=staff_list.pk).result


@pytest.mark.parametrize("who", ["head", "acting_head", "office"])
def test_a_staff_list_changes_neither_who_they_are_nor_where_they_are_written_to(cast, who):
    gone = (timezone.localdate() - ONE).isoformat()
    text = (
        "Name,Email,Role,End date\n"
        f"{cast.chair.name},{cast.chair.email},,{gone}\n"
        f"{cast.vice.name},,,{gone}\n"
        f"{cast.governor.name},{cast.governor.email},Chair of governors,\n"
        "A Friend,friend@alder.example,Vice-chair of governors,\n"
    )
    before = state_of(cast)
    result = brought_in(cast, getattr(cast, who), text)
    assert result["number"] == {"wrong": 4}
    assert all("governors" in why or "Headteacher" in why for _, _, why in result["wrong"])
    assert state_of(cast) == before


def test_a_list_cannot_give_both_posts_of_an_empty_school(cast):
    for adult, role in ((cast.chair, Role.CHAIR), (cast.vice, Role.VICE_CHAIR)):
        actions.end_role(held_by(adult, role), by=cast.server)
    result = brought_in(
        cast, cast.head,
        "Name,Email,Role,End date\nA One,one@alder.example,Chair of governors,\n"
        "A Two,two@alder.example,Chair of governors,\n",
    )  # fmt: skip
    assert result["number"] == {"add": 1, "wrong": 1}
    assert "Only the chair and vice-chair of governors" in result["wrong"][0][2]


# -- what the two do with it ------------------------------------------------------------------------------------------


def test_handing_over_ends_the_role_of_whoever_had_it_and_of_who_stood_in(cast):
    held = held_by(cast.chair, Role.CHAIR)
    chair.name_stand_in(cast.school, by=cast.chair, held=held, adult=cast.volunteer, **days())
    chair.hand_over(cast.school, by=cast.chair, role=Role.CHAIR, adult=cast.governor)
    holds = {who: may(again(getattr(cast, who)), Can.DECIDE_FOR_HEADTEACHER) for who in ("chair", "volunteer")}
    assert holds == {"chair": False, "volunteer": False}
    assert may(again(cast.governor), Can.DECIDE_FOR_HEADTEACHER, cast.school)


def test_nobody_is_chair_and_vice_chair_by_a_hand_over_nor_takes_a_role_themselves(cast):
    with pytest.raises(Refused, match="Nobody gives themselves"):
        chair.hand_over(cast.school, by=cast.vice, role=Role.CHAIR, adult=cast.vice)
    chair.hand_over(cast.school, by=cast.chair, role=Role.CHAIR, adult=cast.vice)
    assert again(cast.vice).roles & set(BOTH) == {Role.CHAIR}
    assert not again(cast.chair).roles & set(BOTH)


def test_the_two_keep_their_own_roles_and_no_other(cast):
    dsl, elsewhere = held_by(cast.dsl, Role.DSL), cast.other_teacher
    for wrong in (
        lambda: chair.hand_over(cast.school, by=cast.chair, role=Role.HEADTEACHER, adult=cast.governor),
        lambda: chair.hand_over(cast.school, by=cast.chair, role=Role.VICE_CHAIR, adult=cast.head),
        lambda: chair.hand_over(cast.school, by=cast.chair, role=Role.VICE_CHAIR, adult=cast.acting_head),
        lambda: chair.hand_over(cast.school, by=cast.chair, role=Role.VICE_CHAIR, adult=elsewhere),
        lambda: chair.hand_over(cast.school, by=cast.chair, role=Role.VICE_CHAIR, adult=cast.leaver),
        lambda: chair.end(cast.school, by=cast.chair, held=dsl),
        lambda: chair.name_stand_in(cast.school, by=cast.chair, held=dsl, adult=cast.governor, **days()),
        lambda: chair.make_link(cast.school, by=cast.chair, adult=cast.teacher),
        lambda: chair.reset(cast.school, by=cast.chair, adult=cast.head),
        lambda: chair.change_address(cast.school, by=cast.chair, adult=cast.head, email="x@alder.example"),
    ):
        with pytest.raises((Refused, NotAllowed)):
            wrong()


def test_one_of_the_two_who_leads_elsewhere_as_well_is_helped_by_neither_alone(cast):
    """Whoever helps could sign in as them, and the chair does not hold what the safeguarding lead holds."""
    actions.grant(cast.vice, by=cast.head, role=Role.DSL)
    for by, act in ((cast.chair, chair.make_link), (cast.chair, chair.reset)):
        with pytest.raises(Refused):
            act(cast.school, by=by, adult=cast.vice)
    assert actions.invite(cast.vice, by=cast.server)


def test_without_a_second_factor_the_two_keep_nothing(cast):
    asleep = again(cast.vice, second_factor=False)
    for act in KEPT:
        with pytest.raises(Refused):
            KEPT[act](cast, asleep, cast.chair, Role.CHAIR)


def test_what_is_lost_is_removed_and_each_is_told_by_a_letter_that_names_nothing(cast):
    Authenticator.objects.create(user=cast.chair, type="totp", data={})
    linked(cast.chair)
    chair.reset(cast.school, by=cast.vice, adult=cast.chair)
    assert not Authenticator.objects.filter(user=cast.chair).exists()
    assert not Link.objects.exists()
    assert list(Notice.objects.values_list("letter", "address")) == [("signal", cast.chair.email)]


def test_the_address_before_is_told_when_it_changes(cast):
    before = cast.chair.email
    chair.change_address(cast.school, by=cast.vice, adult=cast.chair, email="New@alder.example")
    assert again(cast.chair).email == "new@alder.example"
    assert list(Notice.objects.values_list("letter", "address")) == [("signal", before)]
    with pytest.raises(NotAllowed, match="already has this e-mail"):
        chair.change_address(cast.school, by=cast.vice, adult=cast.chair, email=cast.head.email)


# What was done with the chair's role or sign-in, by its key, and what the log says of it.
TOLD = {
    "role.chair_given": ("hand_over", "Nadia Fenwick added Fiona Carrick’s role as Chair of governors"),
    "role.chair_ended": ("end_kept", "Nadia Fenwick ended Julian Whitcombe’s role as Chair of governors"),
    "role.chair_stand_in": ("stand_kept", "Nadia Fenwick added Fiona Carrick’s role as stand-in Chair"),
    "sign_in.help_chair": ("link", "Nadia Fenwick made a link with which Julian Whitcombe can sign in"),
    "sign_in.reset_chair": (
        "reset", "Nadia Fenwick removed the second factor and the linked account of Julian Whitcombe"
    ),
    "adult.chair_address": ("address", "Nadia Fenwick changed the e-mail address of Julian Whitcombe"),
}  # fmt: skip


@pytest.mark.parametrize("key", TOLD)
def test_each_act_of_the_two_stands_in_the_log_that_the_headteacher_reads(cast, key):
    act, sentence = TOLD[key]
    KEPT[act](cast, cast.vice, cast.chair, Role.CHAIR)
    assert page_of_entries(again(cast.head), kind=key)[0][0].sentence.startswith(sentence)


def test_whether_somebody_is_kept_is_asked_of_the_school_alone(cast):
    assert limits.is_kept(cast.school.pk)
    assert not limits.is_kept(cast.other_school.pk)
    assert actions.grant(cast.other_teacher, by=cast.other_head, role=Role.CHAIR)


def test_who_founds_a_school_may_name_both():
    school = a_school().school
    assert {
        an_adult(school, name, "governor", (role,)).name for name, role in (("A B", "vice_chair"), ("C D", "chair"))
    }
    assert may(SET_UP, Can.KEEP_CHAIR)


# -- the pages --------------------------------------------------------------------------------------------------------

PAGES = ("hand_over_chair", "end_chair", "help_chair", "chair_link", "edit_chair_address")


@pytest.mark.parametrize("who", ["chair", "vice", "head", "acting_head", "office", "deputy", "governor", "other_head"])
def test_who_opens_the_pages_of_the_two(cast, client, who):
    signed_in(client, getattr(cast, who))
    key = held_by(cast.chair, Role.CHAIR).pk
    opened = {client.get(reverse(f"people:{name}", args=[key])).status_code for name in PAGES}
    assert opened == ({200} if who in ("chair", "vice") else {404})
    receives = [
        client.post(reverse(f"people:{name}", args=[key])).status_code for name in ("make_chair_link", "reset_chair")
    ]
    assert receives == {"vice": [302, 302], "chair": [409, 409]}.get(who, [404, 404])


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_the_posts_page_shows_the_two_what_they_may_do_and_the_headteacher_why_not(cast, client):
    shown = {who: text_of(signed_in(client, getattr(cast, who)).get(reverse("people:posts")))
             for who in ("chair", "vice", "head")}  # fmt: skip
    hand_over = reverse("people:hand_over_chair", args=[held_by(cast.chair, Role.CHAIR).pk])
    assert [hand_over in shown[who] for who in ("chair", "vice", "head")] == [True, True, False]
    assert "so that nobody chooses who decides about themselves" in shown["head"]
    assert "Margaret Okafor" not in shown["vice"]
    assert "Tom Hesketh" not in shown["chair"] + shown["vice"]
    kept = {post.card.role for post in every_post(again(cast.head)) if post.is_kept}
    assert kept == set(BOTH)
    named = reverse("people:name_stand_in", args=[held_by(cast.chair, Role.CHAIR).pk])
    assert [signed_in(client, getattr(cast, who)).get(named).status_code for who in ("vice", "head")] == [200, 404]


def test_the_page_of_the_chair_offers_the_headteacher_nothing_that_is_refused(cast, client):
    page = text_of(signed_in(client, cast.head).get(cast.chair.get_absolute_url()))
    held = held_by(cast.chair, Role.CHAIR)
    for name, keys in (("leave", []), ("invite", []), ("end_role", [held.pk])):
        assert reverse(f"people:{name}", args=[cast.chair.pk, *keys]) not in page
    assert reverse("codes:ways", args=[cast.chair.pk]) not in page
    assert "whoever keeps the server" in page
    offered = dict(queries.roles_to_give(cast.head, queries.adult_for(cast.head, cast.governor.pk)))
    assert not offered.keys() & set(BOTH)


def test_the_vice_chair_hands_the_chairs_role_over_by_a_name_they_know(cast, client):
    signed_in(client, cast.vice)
    key = held_by(cast.chair, Role.CHAIR).pk
    address = reverse("people:hand_over_chair", args=[key])
    assert "Nobody who works here" in text_of(client.post(address, {"name": "Fiona"}))
    assert client.post(address, {"name": "fiona carrick"}).status_code == 302
    assert Role.CHAIR in again(cast.governor).roles
    assert client.get(address).status_code == 404


def test_the_chair_fills_the_other_post_and_names_a_stand_in_on_the_page(client):
    cast = a_school()
    home = text_of(signed_in(client, cast.chair).get("/"))
    assert "Fill the other post of the governors" in home
    fill = reverse("people:fill_post") + "?post=vice_chair"
    assert fill in text_of(client.get(reverse("people:posts")))
    assert client.post(fill, {"name": "Fiona Carrick"}).status_code == 302
    assert Role.VICE_CHAIR in again(cast.governor).roles
    assert signed_in(client, cast.head).get(fill).status_code == 404
    name = reverse("people:name_stand_in", args=[held_by(cast.chair, Role.CHAIR).pk])
    today = timezone.localdate().isoformat()
    vice = signed_in(client, cast.governor)
    assert vice.post(name, {"name": "Peter Lund", "first": today, "last": today}).status_code == 302
    stand_in = Grant.objects.get(stands_in_for__role=Role.CHAIR)
    assert vice.post(reverse("people:end_stand_in", args=[stand_in.pk])).status_code == 302
    assert Role.CHAIR not in again(cast.volunteer).roles


def test_the_link_is_shown_once_and_opens_the_door(cast, client):
    key = held_by(cast.chair, Role.CHAIR).pk
    answer = signed_in(client, cast.vice).post(reverse("people:make_chair_link", args=[key]), follow=True)
    assert "/welcome/" in text_of(answer)
    assert "shown once" in text_of(client.get(reverse("people:chair_link", args=[key])))
    address = reverse("people:edit_chair_address", args=[key])
    assert client.post(address, {"email": "j@alder.example"}).status_code == 302
    assert "already has" in text_of(client.post(address, {"email": cast.head.email}))


def test_ending_a_role_on_the_page_asks_first(cast, client):
    address = reverse("people:end_chair", args=[held_by(cast.chair, Role.CHAIR).pk])
    assert "hand the role over instead" in text_of(signed_in(client, cast.vice).get(address))
    assert client.post(address).status_code == 302
    assert Role.CHAIR not in again(cast.chair).roles
