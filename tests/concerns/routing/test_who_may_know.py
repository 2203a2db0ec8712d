"""The table of who may know of which concern, held against every query, every action and every page there is.

Rows are people, columns are situations; whoever is not named for a situation finds nothing, wherever they ask.
"""

import re
import uuid
from datetime import timedelta

import pytest
from architecture.house import our_routes
from cast import a_school, again, an_adult, signed_in
from concerned import a_concern
from django.apps import apps
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone
from walking_as import rows_of, undone

from belisha.concerns import actions as concerns
from belisha.concerns import queries
from belisha.concerns.models import Concern
from belisha.concerns.routing import actions, jobs
from belisha.concerns.rules import SELF, UNKNOWN, About, Young
from belisha.core.access import Role, sees, visible_to
from belisha.core.errors import Refused
from belisha.core.models import AuditEntry, Notice
from belisha.people.posts import actions as posts
from belisha.registers.family import actions as family

CHILD = (Young(words="Lena Ash"),)


def about_oneself(cast):
    return a_concern(cast, about=cast.dsl, by=cast.dsl, source=SELF)


def close(cast):
    actions.declare_tie(cast.school, by=again(cast.head), other=cast.teacher, kind="close", key=uuid.uuid4())
    return a_concern(cast)


def stepped_away(cast):
    concern = a_concern(cast)
    actions.declare_conflict(concern, by=again(cast.head))
    return concern


def family_of_the_dsl(cast):
    said = {"kind": "family", "relationship": "My niece.", "pupil_name": "Lena Ash"}
    family.declare(cast.school, by=again(cast.dsl), key=uuid.uuid4(), **said)
    return a_concern(cast, kind="pupil_contact", children=CHILD)


def with_a_stand_in(about=None):
    def made(cast):
        day = timezone.localdate()
        held = cast.head.grants.get(role="headteacher")
        span = {"first": day, "last": day + timedelta(days=1)}
        posts.name_acting_head(cast.school, by=again(cast.chair), held=held, adult=cast.stand_in, **span)
        return a_concern(cast, about=getattr(cast, about or "teacher"))

    return made


def at_another_school(cast):
    there, cast.school = cast.school, cast.other_school
    concern = a_concern(cast, about=cast.other_teacher, by=cast.other_teacher, reporter=cast.other_teacher.pk)
    cast.school = there
    return concern


def given_to_the_trust(cast):
    actions.add_post(cast.school, by=again(cast.head), kind="trolling", post="trust_safeguarding")
    return a_concern(cast, kind="trolling")


def became_known(cast):
    concern = a_concern(cast, subjects=(About(UNKNOWN),))
    actions.name_subject(concern, by=again(cast.head), about=About("adult", adult=cast.head.pk))
    return concern


def about(*whom, **said):
    return lambda cast: a_concern(cast, about=[getattr(cast, each) for each in whom] or None, **said)


# Situation → how it comes about, and who may know. Nobody else may, whatever they are.
TABLE = {
    "about a teacher": (about("teacher"), {"head"}),
    "about a teacher and a child": (about("teacher", kind="pupil_contact", children=CHILD), {"head", "dsl"}),
    "a child may be in danger": (about("teacher", danger=True), {"head", "dsl"}),
    "about the Headteacher": (about("head"), {"chair"}),
    "about the Headteacher and a child": (about("head", kind="pupil_contact", children=CHILD, danger=True), {"chair"}),
    "about the chair": (about("chair"), {"vice"}),
    "about the vice-chair": (about("vice"), {"head"}),
    "about the Headteacher and the chair": (about("head", "chair"), {"vice"}),
    "about all who could lead": (about("head", "chair", "vice"), set()),
    "about the safeguarding lead": (about("dsl", kind="pupil_contact"), {"head", "deputy_dsl"}),
    "about the IT lead": (about("it_lead"), {"head"}),
    "about the system administrator": (about("administrator"), {"head"}),
    "about somebody unknown": (lambda cast: a_concern(cast, subjects=(About(UNKNOWN),)), {"head"}),
    "about oneself": (about_oneself, {"head"}),
    "reported by the Headteacher": (lambda cast: a_concern(cast, by=cast.head), {"head"}),
    "reported by the chair": (lambda cast: a_concern(cast, about=cast.head, by=cast.chair), {"chair"}),
    "reported by a volunteer in confidence": (
        lambda cast: a_concern(cast, by=cast.volunteer, openness="confidential"), {"head"},
    ),
    "the Headteacher is close to the subject": (close, {"chair"}),
    "the Headteacher stepped away": (stepped_away, {"chair"}),
    "the child is of the safeguarding lead’s family": (family_of_the_dsl, {"head", "deputy_dsl"}),
    "the subject became known later": (became_known, {"chair"}),
    "somebody stands in for the Headteacher": (with_a_stand_in(), {"head", "stand_in"}),
    "somebody stands in and it is about the Headteacher": (with_a_stand_in("head"), {"chair"}),
    "it is about whoever stands in": (with_a_stand_in("stand_in"), {"chair"}),
    "at another school": (at_another_school, {"other_head"}),
    "radicalisation": (about("teacher", kind="radicalisation"), {"head", "dsl"}),
    "data": (about("teacher", kind="pupil_data"), {"head", "dpo"}),
    "data, about the data protection officer": (about("dpo", kind="pupil_data"), {"head"}),
    "a type that the school gave to the trust as well": (given_to_the_trust, {"head", "trust_safeguarding"}),
}  # fmt: skip
ROWS = (
    "head", "chair", "vice", "dsl", "deputy_dsl", "dpo", "stand_in", "teacher", "agency_ta", "volunteer", "governor",
    "it_lead", "hr", "office", "administrator", "trust_safeguarding", "other_head", "other_teacher", "leaver",
    "inspector",
)  # fmt: skip
OF_A_CONCERN = [
    model
    for model in apps.get_models()
    if getattr(model, "confidential", False) and any(field.name == "concern" for field in model._meta.fields)
]
# Whoever reported sees these: what they sent, what was answered, and nothing of what is done.
REPORTERS = {"Receipt", "Message", "Draft"}


@pytest.mark.clause("6-22-a", "4-08-a", "4-14-a", "9-06-a", "9-06-b")
class TestWhoMayKnow(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast = a_school()
        more = {
            "vice": ("Nora Vale", "governor", Role.VICE_CHAIR), "deputy_dsl": ("Otis Pym", "employee", Role.DEPUTY_DSL),
            "dpo": ("Iris Dunn", "consultant", Role.DPO), "stand_in": ("Rufus Hale", "employee", Role.DEPUTY),
            "administrator": ("Ada Quill", "consultant", Role.ADMINISTRATOR),
            "inspector": ("Edwin Roe", "consultant", Role.INSPECTOR),
        }  # fmt: skip
        for key, (name, kind, role) in more.items():
            setattr(cast, key, an_adult(cast.school, name, kind, (role,)))

    def hold(self, check, only=None):
        """Make each situation, let the routes settle, and ask for each of the rows."""
        for situation, (make, wanted) in TABLE.items():
            if only and situation not in only:
                continue
            with self.subTest(situation), undone():
                concern = make(self.cast)
                jobs.work_out_school.call(str(concern.school_id))
                check(Concern.objects.select_related("school").get(pk=concern.pk), wanted)

    def test_lists_and_looks_at_one_agree_with_the_table(self):
        def check(concern, wanted):
            found = {key for key in ROWS if self.knows(key, concern)}
            assert found == wanted
            assert not {key for key in ROWS if queries.concerns(again(getattr(self.cast, key), False)).exists()}

        self.hold(check)

    def knows(self, key: str, concern) -> bool:
        actor = again(getattr(self.cast, key))
        listed = queries.concerns(actor).filter(pk=concern.pk).exists()
        assert listed == sees(actor, concern)
        for model in OF_A_CONCERN:
            if model.__name__ not in REPORTERS and not listed:
                assert not visible_to(actor, model._base_manager.filter(concern=concern)).exists(), model
        assert bool(queries.history(actor, concern)) == listed
        return listed

    def test_the_action_itself_refuses_whoever_is_not_in_the_table(self):
        def check(concern, wanted):
            for key in ROWS:
                actor = again(getattr(self.cast, key))
                if key in wanted:
                    concerns.read(concern, by=actor)
                else:
                    with pytest.raises(Refused):
                        concerns.read(concern, by=actor)

        self.hold(check)

    def test_letters_go_to_those_alone_and_the_open_log_and_outbox_say_nothing(self):
        def check(concern, wanted):
            letters = Notice.objects.exclude(school_id__in=[self.cast.school.pk, self.cast.other_school.pk])
            told = set(letters.values_list("adult_id", flat=True))
            # Whoever was told first and found to have a conflict later was told nothing but "for you".
            assert told >= {getattr(self.cast, key).pk for key in wanted}
            assert not told & set(concern.subjects.exclude(adult=None).values_list("adult_id", flat=True)) or (
                concern.barred.filter(since__gt=concern.reported_at).exists()
            )
            open_log = AuditEntry.objects.filter(school_id__in=[self.cast.school.pk, self.cast.other_school.pk])
            assert not open_log.filter(kind__startswith="concern.").exists()

        self.hold(check)

    def test_no_page_opens_for_anybody_else(self):
        pages = [route for route in our_routes() if "concern_id" in route.converters]
        assert {"routing:conflict", "triage:detail"} <= {route.name for route in pages}

        def check(concern, wanted):
            rows = {**rows_of(concern), "concern_id": concern.pk}
            for key in WALKERS:
                client = signed_in(Client(), getattr(self.cast, key))
                answers = {name: client.get(address).status_code for name, address in of_concern(pages, rows)}
                hidden = {name for name, status in answers.items() if status == 404}
                if key in wanted:
                    assert answers["triage:detail"] == 200
                else:
                    wrong = {name: status for name, status in answers.items() if name not in hidden and status != 405}
                    assert not wrong, (key, wrong)

        self.hold(check, only=WALKED)

    def test_no_list_shows_its_number_to_anybody_else(self):
        def check(concern, wanted):
            for key in WALKERS:
                client = signed_in(Client(), getattr(self.cast, key))
                shown = {page for page in LISTS if concern.number.encode() in client.get(reverse(page)).content}
                assert ("triage:list" in shown) == (key in wanted), key
                if key not in wanted:
                    assert not shown, (key, shown)

        self.hold(check, only=WALKED)


# Pages take their time, and the differential test walks all of them: here two situations and some of the rows.
WALKED = {
    "about the Headteacher", "the Headteacher stepped away",
}  # fmt: skip
WALKERS = ("head", "chair", "vice", "dsl", "dpo", "teacher", "volunteer", "office", "administrator", "other_head")
LISTS = ("home", "triage:list", "audit:list", "people:letters", "following:overview")


def of_concern(pages, rows) -> list[tuple[str, str]]:
    """(name, address) of the pages of a concern, with keys of its own rows; another key is one that opens nothing."""
    found = []
    for route in pages:
        wanted = re.findall(r"<(\w+):(\w+)>", route.path)
        keys = {name: rows.get(name, uuid.UUID(int=7) if kind == "uuid" else "x") for kind, name in wanted}
        if all(kind in {"uuid", "str", "slug"} for kind, _ in wanted):
            found.append((route.name, reverse(route.name, kwargs=keys)))
    return found
