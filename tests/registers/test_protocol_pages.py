"""The pages of protocols and platforms: who opens which, what they say, and what an error loses (nothing)."""

import uuid

import pytest
from agreed import a_draft, a_platform, agreed, days, suggested
from cast import a_school, signed_in
from django.urls import reverse

from belisha.core.action import fingerprint
from belisha.people.tasks import tasks_for
from belisha.registers.protocols import jobs, rules
from belisha.registers.protocols.models import Platform, Protocol
from belisha.registers.shelves import seen as shelves_seen

pytestmark = pytest.mark.django_db
ALL = ("head", "chair", "dsl", "teacher", "agency_ta", "volunteer", "governor", "it_lead", "hr", "office")
OUTSIDE = ("leaver", "trust_safeguarding", "other_head", "stranger")


@pytest.fixture
def cast():
    return a_school()


def url(name, *args) -> str:
    return reverse(f"protocols:{name}", args=[getattr(arg, "pk", arg) for arg in args])


def said(page) -> str:
    return " ".join(page.content.decode().split())


def dated(name, day) -> dict:
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def filled(platform, **given) -> dict:
    """What somebody types to draft a protocol."""
    form = {
        "title": "Reading club", "kind": "pupils", "platform": platform.pk, "purpose": "Lists of books.",
        "classes": "6", "who": "everyone", "agreement": "Two adults look in.", "agreed_with": "",
        **dated("first", days(0)), **dated("review", days(90)),
    }  # fmt: skip
    return {**form, **given}


KEEP, EVERY = {"head", "dsl"}, set(ALL)
# Page → who opens it. Everybody else finds nothing, or is sent to sign in.
OPENS = {
    "list": EVERY, "mine": EVERY, "platforms": EVERY, "suggest": EVERY, "findings": KEEP, "templates": KEEP,
    "add": KEEP, "platform_add": KEEP, "platform": EVERY, "platform_edit": KEEP, "detail": EVERY, "edit": KEEP,
    "agree": {"head"}, "decline": {"head"}, "end": {"head"},
}  # fmt: skip


def test_who_opens_which_page(client, cast):
    live, proposed, platform = agreed(cast), suggested(cast), Platform.objects.get(name="Classroom")
    about = {"detail": live, "end": live, "edit": proposed, "agree": proposed, "decline": proposed}
    about |= dict.fromkeys(("platform", "platform_edit"), platform)
    for who in (*ALL, *OUTSIDE):
        signed_in(client, getattr(cast, who))
        opened = {
            name
            for name in OPENS
            if client.get(url(name, *([about[name]] if name in about else ()))).status_code == 200
        }
        expected = {name for name, those in OPENS.items() if who in those}
        if who == "other_head":  # the pages of their own school
            expected = {name for name in OPENS if name not in about}
        if who == "trust_safeguarding":  # sits at another school, and reads what is open in this one
            expected = {"list", "mine", "platforms", "suggest"}
            opened -= {"detail", "platform"}
        assert opened == expected, who


@pytest.mark.clause("3-07-a")
def test_a_page_says_who_can_read_it_and_ones_own_channels_are_those_in_force(client, cast):
    family = agreed(cast, people=[cast.teacher], kind="family", platform=None, title="Family contact")
    channel = agreed(cast, title="Letters home", kind="channel", classes="")
    signed_in(client, cast.teacher)
    page = said(client.get(url("mine")))
    assert "Letters home" in page
    assert "Everybody working here can read it." in page
    assert "You, the other adults it names" in page
    assert "Everybody working here" in said(client.get(channel.get_absolute_url()))
    assert "The adults it names once it is agreed" in said(client.get(family.get_absolute_url()))
    signed_in(client, cast.volunteer)
    page = said(client.get(url("mine"))) + said(client.get(url("list")))
    assert "Letters home" in page
    assert "Family contact" not in page
    assert client.get(family.get_absolute_url()).status_code == 404


def test_what_any_adult_says_goes_to_the_headteacher_and_waits_on_their_home_page(client, cast):
    signed_in(client, cast.agency_ta)
    page = client.post(url("suggest"), {"platform": "Chatterbox", "kind": "channel"})
    assert "Say whether it is used already" in said(page)
    assert "Chatterbox" in said(page)
    key = uuid.uuid4()
    typed = {"platform": "Chatterbox", "already": "yes", "kind": "channel", "purpose": "Parents.", "key": key}
    page = client.post(url("suggest"), typed, follow=True)
    assert "It went to the Headteacher" in said(page)
    assert client.post(url("suggest"), typed).status_code == 409
    titles = {task.title for task in tasks_for(cast.head)}
    assert {"Decide about a proposed protocol", "Mend one finding about protocols and platforms"} <= titles
    assert not {task.title for task in tasks_for(cast.teacher)} & titles
    assert "Chatterbox" in said(signed_in(client, cast.head).get(url("findings")))
    waiting = {shelf.title: shelf.waiting for shelf in shelves_seen(cast.head)}
    assert waiting["Protocols and channels"] == 1
    assert {"Your channels", "Protocols and channels"} <= {shelf.title for shelf in shelves_seen(cast.volunteer)}


@pytest.mark.clause("6-02-b", "6-02-a")
def test_a_template_becomes_a_draft_with_its_gap_shown_and_is_agreed_when_it_is_filled_in(client, cast):
    jobs.stock_school.call(str(cast.school.pk))
    signed_in(client, cast.dsl)
    assert "A gap in the policy" in said(client.get(url("templates")))
    at = url("add") + "?template=trip-phone"
    page = client.get(at)
    assert "no exception for an emergency" in said(page)
    form = page.context["form"]
    telephone = Platform.objects.get(key="school-telephone")
    assert form.initial["platform"] == str(telephone.pk)
    typed = filled(telephone, kind="trip", agreement=form.initial["agreement"], title="Trip telephone")
    page = client.post(at, typed, follow=True)
    protocol = Protocol.objects.get(title="Trip telephone")
    assert (protocol.template, protocol.state) == ("trip-phone", rules.DRAFT)
    assert "A gap in the policy" in said(page)
    assert "filled in" in said(client.post(url("propose", protocol), follow=True))
    typed["agreement"] = "The school’s telephone, or 999."
    client.post(url("edit", protocol), {**typed, "seen": fingerprint(protocol)})
    client.post(url("propose", protocol))
    signed_in(client, cast.head)
    page = client.get(url("agree", protocol))
    assert "A gap in the policy" in said(page)
    page = client.post(
        url("agree", protocol), {**dated("agreed_on", days(0)), "seen": page.context["seen"]}, follow=True
    )
    assert "It is agreed" in said(page)
    assert "In force" in said(page)


def test_nothing_typed_is_lost_by_an_error_and_a_family_names_adults(client, cast):
    platform = a_platform(cast)
    signed_in(client, cast.dsl)
    page = client.post(url("add"), filled(platform, kind="family", title="Kept words", purpose="Kept purpose"))
    assert "A family protocol names the adults" in said(page)
    assert "Kept words" in said(page)
    assert "Kept purpose" in said(page)
    page = client.post(url("add"), filled(platform, first_day="x"))
    assert "real date" in said(page)
    assert not Protocol.objects.exists()


def test_of_two_who_look_at_the_same_page_the_second_is_told(client, cast):
    protocol = a_draft(cast)
    seen = fingerprint(protocol)
    signed_in(client, cast.head)
    typed = {**dated("agreed_on", days(0)), "seen": seen}
    edited = filled(protocol.platform, seen=seen, title="Changed meanwhile")
    assert client.post(url("edit", protocol), edited).status_code == 302
    assert client.post(url("agree", protocol), typed).status_code == 409
    assert Protocol.objects.get().state == rules.DRAFT


def test_each_button_does_what_it_says(client, cast):
    protocol = suggested(cast)
    signed_in(client, cast.head)
    assert "Give a reason" in said(client.post(url("decline", protocol), {"reason": ""}))
    page = client.post(url("decline", protocol), {"reason": "Use the newsletter."}, follow=True)
    assert "Use the newsletter." in said(page)
    signed_in(client, cast.agency_ta)
    assert "Use the newsletter." in said(client.get(protocol.get_absolute_url()))
    signed_in(client, cast.dsl)
    client.post(url("take_back", protocol))
    assert client.post(url("drop", protocol), follow=True).status_code == 200
    assert Protocol.objects.get().state == rules.DECLINED
    platform = Platform.objects.get()
    client.post(url("platform_stop", platform))
    assert Platform.objects.get().state == rules.UNUSED
    client.post(url("platform_begin", platform))
    assert Platform.objects.get().state == rules.USED
    form = {"name": "Chatter box", "kind": "messaging", "ours": "no", "note": ""}
    client.post(url("platform_edit", platform), {**form, "seen": fingerprint(Platform.objects.get())})
    assert Platform.objects.get().name == "Chatter box"
    client.post(url("platform_add"), {**form, "name": "Another", "used": "no"})
    assert Platform.objects.get(name="Another").state == rules.UNDECIDED


def test_a_new_edition_is_begun_by_a_button_and_the_old_one_ended_with_a_reason(client, cast):
    protocol = agreed(cast)
    signed_in(client, cast.head)
    key = uuid.uuid4()
    page = client.post(url("edition", protocol), {"key": key}, follow=True)
    assert "A new edition was begun" in said(page)
    assert client.post(url("edition", protocol), {"key": key}).status_code == 409
    edition = Protocol.objects.get(pk=key)
    assert "kind" not in client.get(url("edit", edition)).context["form"].fields
    assert client.get(url("edit", protocol)).status_code == 404
    page = client.post(url("end", protocol), {"reason": "Over."}, follow=True)
    assert "It has ended" in said(page)
    assert "Over." in said(page)
    signed_in(client, cast.teacher)
    for address in (url("edition", protocol), url("propose", edition), url("drop", edition)):
        assert client.post(address).status_code in (403, 404)


def test_no_page_is_titled_with_a_matter(client, cast):
    protocol = agreed(cast, title="Named nowhere")
    signed_in(client, cast.head)
    for address in (url("list"), protocol.get_absolute_url(), url("end", protocol)):
        title = said(client.get(address)).partition("<title>")[2].partition("</title>")[0]
        assert title
        assert "Named nowhere" not in title
