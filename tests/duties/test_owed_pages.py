"""Who sees, does and edits what: the table of all pages; and what each page may and may not hold."""

import re

import pytest
from cast import a_school, an_adult, signed_in
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from owing import a_duty, attends, does, sealed, shipped, task_of

from belisha.core.access import Can, visible_to
from belisha.core.errors import NotAllowed, Refused
from belisha.core.queries import page_of_entries
from belisha.duties.owed.doing import actions as doing
from belisha.duties.owed.keeping import actions as keeping
from belisha.duties.owed.models import Duty, Owed
from belisha.people.models import Adult
from belisha.references import actions as references
from belisha.references.models import Reference

pytestmark = pytest.mark.django_db
WISH = {"settings": ["settings"], "kinds": ["a"], "help": ["with-it"]}


@pytest.fixture
def cast():
    return a_school()


# Rows: who. Columns: the pages of the school's side; then the evidence and the open task of a teacher; their record.
PAGES = (
    "list",
    "duty",
    "add",
    "edit",
    "start",
    "end",
    "help_wanted",
    "training",
    "session",
    "evidence",
    "do",
    "record",
)
OPENS = """
    head                200 200 200 200 200 200 200 200 200 200 404 200
    chair               404 404 403 404 404 404 404 404 404 404 404 200
    dsl                 200 200 403 404 404 404 404 200 404 404 404 200
    teacher             404 404 403 404 404 404 404 404 404 200 200 200
    agency_ta           404 404 403 404 404 404 404 404 404 404 404 200
    volunteer           404 404 403 404 404 404 404 404 404 404 404 200
    governor            404 404 403 404 404 404 404 404 404 404 404 200
    it_lead             404 404 403 404 404 404 404 404 404 404 404 200
    hr                  404 404 403 404 404 404 404 404 404 404 404 200
    office              200 200 403 404 404 404 404 200 200 200 404 200
    trust_safeguarding  200 200 403 404 404 404 404 200 404 404 404 200
    other_head          200 404 200 404 404 404 200 200 404 404 404 200
    other_teacher       404 404 403 404 404 404 404 404 404 404 404 200
"""
TABLE = {line.split()[0]: [int(word) for word in line.split()[1:]] for line in OPENS.strip().splitlines()}


@pytest.mark.parametrize("who", TABLE)
def test_who_opens_which_page(cast, client, who):
    draft, live = a_duty(cast, live=False), a_duty(cast)
    course = a_duty(cast, "training", evidence="may")
    stored = sealed(cast.school, f"adult:{cast.teacher.pk}")
    done = does(cast.teacher, course, course="A course", held_on=timezone.localdate(), stored=stored)
    keys = {
        "duty": [live.pk], "edit": [live.pk], "start": [draft.pk], "end": [live.pk], "session": [course.pk],
        "evidence": [done.pk], "do": [task_of(cast.teacher, live).pk],
    }  # fmt: skip
    signed_in(client, getattr(cast, who))
    found = [client.get(reverse(f"owed:{name}", args=keys.get(name, ()))).status_code for name in PAGES]
    assert dict(zip(PAGES, found, strict=True)) == dict(zip(PAGES, TABLE[who], strict=True))


KEEPERS = {"head"}


@pytest.mark.parametrize("who", sorted(set(TABLE) - KEEPERS))
def test_only_those_who_keep_duties_change_what_is_asked(cast, who):
    draft, live, other = a_duty(cast, live=False), a_duty(cast), getattr(cast, who)
    wished = does(cast.dsl, a_duty(cast, "review"), WISH)
    for attempt in (
        lambda: keeping.change(live, by=other, days=3),
        lambda: keeping.start(draft, by=other),
        lambda: keeping.end(live, by=other),
        lambda: keeping.add(keeping.new_duty(cast.school), by=other, title="x", way="tick"),
        lambda: keeping.take_up(cast.school, by=other, rows=[], count=0),
        lambda: doing.help_given(wished, by=other),
    ):
        with pytest.raises(Refused):
            attempt()


def test_a_deputy_keeps_duties_too(cast):
    from belisha.core.access import ROLES, Role

    assert {role for role, card in ROLES.items() if Can.KEEP_DUTIES in card.permissions} == {
        Role.HEADTEACHER, Role.DEPUTY,
    }  # fmt: skip


def test_an_adult_sees_their_own_rows_and_no_colleagues(cast):
    a_duty(cast)
    assert {row.adult_id for row in visible_to(cast.teacher, Owed.objects.all())} == {cast.teacher.pk}
    assert not visible_to(cast.other_head, Owed.objects.all()).exists()
    assert not visible_to(cast.teacher, Duty.objects.filter(state="draft")).exists()


# -- one list ---------------------------------------------------------------------------------------------------------


def test_everything_owed_is_one_list_the_overdue_first_each_with_its_date_and_one_link(cast, client):
    for title, days in (("The later", 20), ("The sooner", 5), ("The late", 1)):
        a_duty(cast, title=title, days=days)
    Owed.objects.filter(duty__title="The late").update(due_on=timezone.localdate().replace(year=2020))
    page = signed_in(client, cast.teacher).get("/").content.decode()
    assert page.index("The late") < page.index("The sooner") < page.index("The later")
    assert page.count("overdue") + page.count("Overdue") >= 1
    for row in Owed.objects.filter(adult=cast.teacher):
        assert page.count(reverse("owed:do", args=[row.pk])) == 1


def test_acknowledgements_stand_in_the_same_list(cast, client, tmp_path):
    from papers import published

    from belisha.duties.jobs import open_for_version

    version = published(cast, tmp_path)
    open_for_version.call(str(version.pk))
    a_duty(cast, title="Much later", days=200)
    a_duty(cast, title="Today", days=0)
    page = signed_in(client, cast.teacher).get("/").content.decode()
    assert page.index("Today") < page.index("Read and acknowledge") < page.index("Much later")


def test_the_home_page_asks_as_often_for_eight_duties_as_for_two(cast, client):
    signed_in(client, cast.teacher)
    counts = []
    for number in (2, 6):
        for _ in range(number):
            a_duty(cast)
        client.get("/")
        with CaptureQueriesContext(connection) as seen:
            client.get("/")
        counts.append(len(seen))
    assert counts[1] <= counts[0]


def test_what_one_has_done_is_a_page_to_print_with_the_words(cast, client):
    duty = a_duty(cast, statement="I did it all.")
    does(cast.teacher, duty)
    page = signed_in(client, cast.teacher).get(reverse("owed:record")).content.decode()
    assert "I did it all." in page
    assert "I did it all." in client.get(task_of(cast.teacher, duty).get_absolute_url()).content.decode()
    assert "I did it all." not in signed_in(client, cast.dsl).get(reverse("owed:record")).content.decode()
    assert not re.search(rf"<title>[^<]*{cast.teacher.name}", page)


def test_the_own_record_asks_as_often_for_six_things_as_for_two(cast, client):
    signed_in(client, cast.teacher)
    counts = []
    for number in (2, 4):
        for _ in range(number):
            does(cast.teacher, a_duty(cast))
        client.get(reverse("owed:record"))
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("owed:record"))
        counts.append(len(seen))
    assert counts[1] <= counts[0]


# -- the review of own accounts ---------------------------------------------------------------------------------------

LOOKED_AT = {
    "3-06-a": "My private life and my work are kept apart",
    "5-01-b": "privacy settings",
    "5-01-c": "pictures and films of me",
    "6-03-a": "who can see my pages, and how to restrict it",
    "6-16-a": "My profiles do not say at which school I work",
}


@pytest.mark.clause("3-06-a", "4-04-a", "5-01-a", "5-01-b", "5-01-c", "6-03-a", "6-03-b", "6-16-a")
def test_the_review_asks_to_look_at_what_the_policy_names_and_helps_with_each_platform(cast, client):
    duty = shipped(cast, "own-accounts")
    assert set(LOOKED_AT) <= set(duty.clauses)
    page = signed_in(client, cast.teacher).get(reverse("owed:do", args=[task_of(cast.teacher, duty).pk]))
    for words in LOOKED_AT.values():
        assert words in page.content.decode(), words


def test_the_guidance_of_each_platform_is_linked_where_the_school_keeps_it(cast, client):
    from belisha.guidance.actions import stock

    duty = shipped(cast, "own-accounts")
    address = reverse("owed:do", args=[task_of(cast.teacher, duty).pk])
    assert "How it is done on each platform" not in signed_in(client, cast.teacher).get(address).content.decode()
    stock(cast.school)
    page = client.get(address).content.decode()
    for key in ("facebook", "instagram", "tiktok", "whatsapp"):
        assert reverse("guidance:page", args=[key]) in page


@pytest.mark.clause("5-01-a")
def test_the_review_has_no_place_for_a_handle_a_picture_or_a_link(cast, client):
    duty = shipped(cast, "own-accounts")
    page = signed_in(client, cast.teacher).get(reverse("owed:do", args=[task_of(cast.teacher, duty).pk]))
    form = re.findall(r"<form method=\"post\" novalidate.*?</form>", page.content.decode(), re.DOTALL)[-1]
    types = set(re.findall(r"<input[^>]*type=\"(\w+)\"", form))
    assert types == {"checkbox", "hidden"}
    assert not re.search(r"<textarea|<select|type=\"(file|text|url)\"", form)
    assert "enctype" not in form


def test_what_is_kept_of_a_review_are_keys_of_its_lines_whatever_was_sent(cast, client):
    duty = shipped(cast, "own-accounts")
    row = task_of(cast.teacher, duty)
    address = reverse("owed:do", args=[row.pk])
    mark = signed_in(client, cast.teacher).get(address).context["form"]["asked"].value()
    lines = {f"item_{line.key}": "on" for line in duty.lines if not line.options}
    sent = {"asked": mark, "item_kinds-of-platform": ["facebook"], "handle": "@tom", "item_other": "@tom", **lines}
    assert client.post(address, sent | {"item_kinds-of-platform": ["@tom"]}).status_code == 200
    assert task_of(cast.teacher, duty).state == "due"
    client.post(address, sent)
    row = task_of(cast.teacher, duty)
    known = {line.key for line in duty.lines} | {key for line in duty.lines for key, _ in line.options}
    assert row.state == "done"
    assert set(row.answers) <= known
    assert {key for ticked in row.answers.values() for key in ticked} <= known
    assert "@tom" not in str([getattr(row, field.attname) for field in Owed._meta.concrete_fields])
    with pytest.raises(NotAllowed, match="not asked here"):
        does(cast.dsl, duty, {"kinds-of-platform": ["@priya"]})


def test_a_line_that_was_left_out_is_named_and_nothing_ticked_is_lost(cast, client):
    row = task_of(cast.teacher, a_duty(cast, "review"))
    signed_in(client, cast.teacher)
    page = client.post(reverse("owed:do", args=[row.pk]), {"asked": "x", "item_kinds": ["a"]}).content.decode()
    assert "Not ticked yet: I looked at my settings" in page
    assert re.search(r'value="a"[^>]*checked', page)


# -- help wanted ------------------------------------------------------------------------------------------------------


@pytest.mark.clause("4-04-a")
def test_a_wish_for_help_reaches_those_who_follow_it_up_and_is_closed_when_it_was_met(cast, client):
    duty = a_duty(cast, "review", chased_by=["dsl"])
    does(cast.teacher, duty, WISH)
    does(cast.volunteer, duty, {"help": ["with-it"]})
    for who in (cast.head, cast.dsl):
        assert "2 adults would like help" in signed_in(client, who).get("/").content.decode()
    for who in (cast.office, cast.governor, cast.teacher):
        assert "would like help" not in signed_in(client, who).get("/").content.decode()
    assert signed_in(client, cast.dsl).get(reverse("owed:help_wanted")).status_code == 404
    page = signed_in(client, cast.head).get(reverse("owed:help_wanted")).content.decode()
    assert "Tom Hesketh" in page
    assert "With my settings" in page
    client.post(reverse("owed:helped", args=[task_of(cast.teacher, duty).pk]))
    page = client.get(reverse("owed:help_wanted")).content.decode()
    assert "Tom Hesketh" not in page
    assert "Peter Lund" in page
    assert task_of(cast.teacher, duty).help_wanted
    told = page_of_entries(cast.head, kind="owed.help_given")[0][0]
    assert told.sentence == "Margaret Okafor noted that a wish for help was met: A review"
    with pytest.raises(NotAllowed):
        doing.help_given(task_of(cast.teacher, duty), by=cast.head)


def test_the_log_does_not_say_who_wished_for_help(cast):
    duty = a_duty(cast, "review")
    does(cast.teacher, duty, WISH)
    (done,) = page_of_entries(cast.head, kind="owed.do")[0]
    assert done.change
    assert not [name for name, *_ in done.change if "help" in name]


def test_many_wishes_ask_as_often_as_two(cast, client):
    duty = a_duty(cast, "review")
    signed_in(client, cast.head)
    counts = []
    for some in (cast.people[:2], cast.people[2:]):
        for adult in some:
            does(adult, duty, WISH)
        client.get(reverse("owed:help_wanted"))
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("owed:help_wanted"))
        counts.append(len(seen))
    assert counts[1] <= counts[0]


# -- keeping ----------------------------------------------------------------------------------------------------------


def filled(form, **changed) -> dict:
    """What a browser would send back of a form."""
    sent = {}
    for field in form:
        value = field.value()
        if field.name == "starts_on":
            day = field.initial if hasattr(field.initial, "day") else timezone.localdate()
            sent |= {"starts_on_day": day.day, "starts_on_month": day.month, "starts_on_year": day.year}
        elif value is not None:
            sent[field.name] = value
    return sent | changed


def test_a_school_adds_a_duty_of_its_own_without_code(cast, client):
    signed_in(client, cast.head)
    form = client.get(reverse("owed:add")).context["form"]
    sent = filled(form, title="Sign for the keys", way="tick", days=3, again="yearly", each_year="1 September")
    assert client.post(reverse("owed:add"), sent).status_code == 302
    client.post(reverse("owed:add"), sent)
    duty = Duty.objects.get(title="Sign for the keys")
    assert (duty.state, duty.each_year, duty.days) == ("draft", "09-01", 3)
    client.post(reverse("owed:start", args=[duty.pk]))
    duty.refresh_from_db()
    assert duty.state == "live"


def test_every_field_of_a_duty_is_changed_on_one_page(cast, client):
    duty = shipped(cast, "own-accounts")
    address, reading = reverse("owed:edit", args=[duty.pk]), Reference.objects.get(key="acceptable-use-policy")
    answer = signed_in(client, cast.head).get(address)
    sent = filled(
        answer.context["form"], seen=answer.context["seen"], title="Look at your accounts", kinds=["employee"],
        reference=str(reading.pk), says="Please look.", statement="I looked.", source="We decided it.",
        roles=["teacher"], days=7, again="months", every_months=6, chased_by=["dsl"], clauses="5-01-a, 5-01-f",
    )  # fmt: skip
    assert client.post(address, sent).status_code == 302
    before, duty = duty, Duty.objects.get(pk=duty.pk)
    assert (duty.title, duty.days, duty.every_months, duty.clauses) == (
        "Look at your accounts", 7, 6, ["5-01-a", "5-01-f"],
    )  # fmt: skip
    assert duty.items == before.items
    assert (duty.reference, duty.kinds, duty.roles, duty.chased_by) == (reading, ["employee"], ["teacher"], ["dsl"])
    assert (duty.says, duty.statement, duty.source) == ("Please look.", "I looked.", "We decided it.")
    assert client.post(address, sent).status_code == 409


@pytest.mark.parametrize(
    ("wrong", "told"),
    [({"again": "months", "every_months": ""}, "Enter a number of months."), ({"title": ""}, "Say in a few words"),
     ({"again": "yearly", "each_year": "31 June"}, "Enter a day and a month"), ({"clauses": "five"}, "not the number"),
     ({"days": "many"}, "whole number")],
)  # fmt: skip
def test_what_was_typed_wrongly_is_said_beside_it_and_nothing_is_lost(cast, client, wrong, told):
    duty = a_duty(cast)
    address = reverse("owed:edit", args=[duty.pk])
    answer = signed_in(client, cast.head).get(address)
    sent = filled(answer.context["form"], seen=answer.context["seen"], statement="My new words", **wrong)
    page = client.post(address, sent).content.decode()
    assert told in page
    assert "My new words" in page
    duty.refresh_from_db()
    assert duty.statement == ""


def test_how_it_is_done_does_not_change_under_those_who_did_it(cast, client):
    duty = a_duty(cast)
    answer = signed_in(client, cast.head).get(reverse("owed:edit", args=[duty.pk]))
    assert "way" not in answer.context["form"].fields
    with pytest.raises(NotAllowed, match="cannot change"):
        keeping.change(duty, by=cast.head, way="question")


def test_what_holds_nothing_to_do_is_not_asked(cast):
    for fields in ({"way": "reading", "says": ""}, {"way": "review", "items": []}):
        with pytest.raises(NotAllowed, match="nothing"):
            keeping.start(a_duty(cast, live=False, **fields), by=cast.head)


def test_what_is_typed_is_text_and_no_markup(cast, client):
    duty = a_duty(cast, says="**Look** <script>alert(1)</script>")
    page = signed_in(client, cast.teacher).get(reverse("owed:do", args=[task_of(cast.teacher, duty).pk]))
    assert "<strong>Look</strong>" in page.content.decode()
    assert "<script>alert" not in page.content.decode()


# -- reading ----------------------------------------------------------------------------------------------------------


@pytest.mark.clause("5-01-d")
def test_a_sister_policy_is_asked_of_everybody_from_its_page_and_acknowledged(cast, client):
    reference = Reference(school=cast.school)
    references.add(
        reference, by=cast.head, title="Acceptable use policy", kind="sister", edition="2026", where="Blue folder",
        cited_as=["acceptable use"],
    )  # fmt: skip
    address = reverse("owed:ask_to_read", args=[reference.pk])
    assert address in signed_in(client, cast.head).get(reference.get_absolute_url()).content.decode()
    assert address not in signed_in(client, cast.teacher).get(reference.get_absolute_url()).content.decode()
    assert client.get(address).status_code == 403
    signed_in(client, cast.head).post(address, {"days": 5})
    duty = Duty.objects.get(reference=reference)
    assert duty.state == "live"
    client.post(address, {"days": 5})
    assert Duty.objects.filter(reference=reference).count() == 1
    from belisha.duties.owed.jobs import open_duty

    open_duty.call(str(duty.pk))
    task = task_of(cast.teacher, duty)
    signed_in(client, cast.teacher)
    assert reverse("owed:do", args=[task.pk]) in client.get(reference.get_absolute_url()).content.decode()
    page = client.get(reverse("owed:do", args=[task.pk]))
    assert "Blue folder" in page.content.decode()
    client.post(reverse("owed:do", args=[task.pk]), {"asked": page.context["form"]["asked"].value(), "agree": "on"})
    task.refresh_from_db()
    assert task.shown["reference"] == {"title": "Acceptable use policy", "edition": "2026"}


def test_a_reference_for_some_is_read_by_those_and_one_that_is_missing_is_said(cast, client):
    reference = Reference(school=cast.school)
    references.add(
        reference, by=cast.head, title="Standards", kind="statutory", for_whom="teacher", cited_as=["standards"]
    )
    duty = keeping.ask_to_read(keeping.new_duty(cast.school), by=cast.head, reference=reference, days=5)
    from belisha.duties.owed.jobs import open_duty

    open_duty.call(str(duty.pk))
    assert set(Owed.objects.filter(duty=duty).values_list("adult__name", flat=True)) == {
        adult.name for adult in (cast.head, cast.dsl, cast.teacher)
    }
    references.retire(reference, by=cast.head)
    page = signed_in(client, cast.teacher).get(reverse("owed:do", args=[task_of(cast.teacher, duty).pk]))
    assert "not in the library for you" in page.content.decode()


# -- evidence ---------------------------------------------------------------------------------------------------------


def test_evidence_comes_in_sealed_and_goes_out_as_it_was_to_the_few(cast, client):
    from django.core.files.uploadedfile import SimpleUploadedFile

    duty = a_duty(cast, "training", evidence="must")
    row, today = task_of(cast.teacher, duty), timezone.localdate()
    address = reverse("owed:do", args=[row.pk])
    mark = signed_in(client, cast.teacher).get(address).context["form"]["asked"].value()
    sent = {"asked": mark, "course": "First aid online", "held_on_day": today.day, "held_on_month": today.month,
            "held_on_year": today.year}  # fmt: skip
    page = client.post(address, sent).content.decode()
    assert "Add a file that shows it" in page
    assert "First aid online" in page
    future = client.post(address, sent | {"held_on_year": today.year + 1}).content.decode()
    assert "has not been held yet" in future
    client.post(address, sent | {"document": SimpleUploadedFile("tom-hesketh.pdf", b"%PDF certificate")})
    row.refresh_from_db()
    assert row.state == "done"
    answer = client.get(reverse("owed:evidence", args=[row.pk]))
    assert b"".join(answer) == b"%PDF certificate"
    assert "sandbox" in answer["Content-Security-Policy"]
    signed_in(client, cast.dsl)
    assert client.get(reverse("owed:evidence", args=[row.pk])).status_code == 404


def test_nobody_is_named_in_a_title_or_an_address(cast, client):
    duty = a_duty(cast, "review")
    does(cast.teacher, duty, WISH)
    attends(cast.teacher, a_duty(cast, "training"))
    signed_in(client, cast.head)
    names = {word for adult in Adult.objects.all() for word in adult.name.lower().split()}
    for name in ("list", "help_wanted", "training", "record", "add"):
        answer = client.get(reverse(f"owed:{name}"))
        title = re.search(r"<title>(.*?)</title>", answer.content.decode(), re.DOTALL)[1].lower()
        assert not names & set(re.findall(r"\w+", title))
        assert not names & set(re.findall(r"\w+", reverse(f"owed:{name}").lower()))


def test_an_adult_without_tasks_is_told_so(cast, client):
    somebody = an_adult(cast.school, "Nadia Flint")
    page = signed_in(client, somebody).get("/").content.decode()
    assert "nothing to do here" in page
    assert reverse("owed:record") in page
