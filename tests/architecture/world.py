"""A school in which every page has something to show, made by actions alone."""

import tempfile
import uuid
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from advice.counted import one_of_each_counted
from advice.inquired import keys_of_what_was_asked, one_of_each_asked
from advice.sent import one_of_each_sent
from agreed import one_of_each
from cast import Cast, a_school, many_adults
from concerned import keys_of_what_was_reported, one_of_each_reported
from concerns.handling.handled import keys_of_what_was_done, one_of_each_done
from concerns.triage.triaged import one_of_each_triaged
from django.utils import timezone
from duties import followed
from evidence.bundles.handed import keys_of_what_was_handed, one_of_each_handed
from evidence.holding.held import keys_of_what_is_held, one_of_each_held
from evidence.lane.shut_off import keys_of_what_was_shut, one_of_each_shut
from evidence.showing.shown import one_of_each_shown
from evidenced import keys_of_evidence, one_of_each_evidenced
from owing import keys_of_what_is_owed, one_of_each_owed
from pupils.listed import keys_of_lists, one_of_each_listed
from registers.brought import keys_of_what_was_brought, one_of_each_brought
from rulebook.ruled import keys_of_rules, one_of_each_ruled

from belisha.advice.actions import ask
from belisha.advice.models import Question
from belisha.calendars import actions as calendars
from belisha.changes import actions as changes
from belisha.changes import editions
from belisha.comprehension import actions as comprehension
from belisha.comprehension.models import ShortQuestion
from belisha.concerns.models import Concern
from belisha.duties import jobs
from belisha.duties.following.models import Excuse
from belisha.guidance import actions as guidance
from belisha.guidance.models import Page
from belisha.people.closed import actions as closed
from belisha.people.codes import actions as codes
from belisha.people.employers import actions as employers
from belisha.people.models import Adult, ClosedDays, Employer, Grant
from belisha.people.posts import actions as posts
from belisha.people.providers import actions as providers
from belisha.policy import actions, intake
from belisha.policy.editing import actions as editing
from belisha.policy.models import Document, Policy, Version
from belisha.policy.reviewing.actions import record_review
from belisha.policy.written import Written
from belisha.references import actions as references
from belisha.references import filing
from belisha.references.models import Reference
from belisha.registers.accounts.models import Account
from belisha.registers.protocols.models import Platform, Protocol
from belisha.remarks import actions as remarks
from belisha.remarks import jobs as looking
from belisha.remarks.models import Check, Remark

TEXT = "You must read this policy."


@dataclass
class World:
    """The cast, with a policy in force, one in review, a draft, and a document that could not be read."""

    cast: Cast
    published: Version
    draft: Version
    in_review: Version
    document: Document

    def keys(self, actor) -> dict:
        """A value for each key that may stand in an address, the actor's own where it has an owner."""
        owner = actor if isinstance(actor, Adult) else self.cast.head
        duty = self.published.acknowledgements.filter(adult=owner).first() or self.published.acknowledgements.first()
        teacher = self.cast.teacher
        return {
            "adult_id": teacher.pk,
            "grant_id": teacher.grants.get().pk,
            "holding_id": self.cast.chair.grants.get(role="chair").pk,
            "stand_in_id": Grant.objects.get(stands_in_for__adult=self.cast.dsl).pk,
            "protocol_id": Protocol.objects.get(state="proposed", school=self.cast.school).pk,
            "platform_id": Platform.objects.get(name="Classroom").pk,
            "account_id": Account.objects.get().pk,
            "employer_id": Employer.objects.get().pk,
            "closed_days_id": ClosedDays.objects.get().pk,
            **keys_of_lists(self.cast),
            "policy_id": self.published.policy_id,
            "document_id": self.document.pk,
            "duty_id": duty.pk,
            "question_id": Question.objects.get(asker=self.cast.head).pk,
            "reference_id": Reference.objects.get(file__isnull=False).pk,
            "remark_id": Remark.objects.get(version=self.draft).pk,
            "check_id": Remark.objects.get(version=self.draft).point_id,
            **keys_of_what_was_brought(actor),
            **keys_of_rules(self.draft),
            **keys_of_what_was_asked(actor),
            **keys_of_what_was_reported(self.cast),
            **keys_of_what_was_done(self.cast),
            **keys_of_evidence(self.cast, actor),
            **keys_of_what_was_handed(),
            **keys_of_what_is_held(),
            **keys_of_what_was_shut(),
            "line_id": self.published.policy_id,
            "excuse_id": Excuse.objects.get().pk,
            "paper_id": self.published.acknowledgements.get(given="paper").pk,
            **keys_of_what_is_owed(actor),
            "ident": "1-01-a",
            "key": "facebook",
            "short_question_id": ShortQuestion.objects.get().pk,
            "number": 1,
            "step": "withdraw",
            "token": "nothing",
            "secret": "nothing",
        }

    def everybody(self) -> dict:
        """The cast by name, with those around the school and the stranger."""
        others = ("leaver", "trust_safeguarding", "other_head", "other_teacher", "stranger")
        return {adult.name: adult for adult in self.cast.people} | {name: getattr(self.cast, name) for name in others}


def a_world() -> World:
    """Everything there is one of."""
    cast = a_school()
    # Whoever drafts sees a draft; nobody has been asked to acknowledge it.
    draft, in_review = (a_policy(cast, title, 3, publish=False) for title in ("A draft", "In review"))
    actions.submit(in_review, by=cast.head)
    published = a_policy(cast, "In force", 3)
    a_question(cast, published)
    a_holiday(cast)
    a_review(cast, published)
    a_reference(cast)
    a_remark(cast, draft)
    ways_in(cast)
    a_page_of_guidance(cast)
    a_short_question(cast, published)
    calendars.make(cast.teacher, by=cast.teacher)
    one_of_each(cast)
    followed.up(cast, published)
    one_of_each_owed(cast)
    one_of_each_brought(cast)
    one_of_each_listed(cast)
    one_of_each_counted(cast)
    one_of_each_asked(cast)
    one_of_each_sent(cast)
    one_of_each_ruled(cast, draft)
    one_of_each_reported(cast)
    one_of_each_triaged(cast)
    one_of_each_done(cast)
    one_of_each_evidenced(cast)
    concern = Concern.objects.get(school=cast.school)
    one_of_each_handed(cast, concern)
    one_of_each_held(cast, concern)
    one_of_each_shut(cast, concern)
    one_of_each_shown(cast, concern)
    return World(cast, published, draft, in_review, unreadable(cast))


def ways_in(cast: Cast) -> None:
    """A one-time code that nobody used, and an account elsewhere with which a teacher signed in."""
    codes.make(cast.volunteer, by=cast.head)
    account = {"provider": "Google", "issuer": "https://accounts.example", "subject": "1"}
    providers.link(cast.teacher, by=cast.teacher, **account)


def a_question(cast: Cast, version: Version) -> Question:
    """The Headteacher wonders about a clause."""
    return ask(version.clauses.first(), by=cast.head, text="Does this hold on Sundays?", key=uuid.uuid4())


def a_holiday(cast: Cast) -> None:
    """The school will be closed, somebody will stand in for the safeguarding lead, and an agency sends adults."""
    day = timezone.localdate() + timedelta(days=60)
    closed.add(cast.school, by=cast.head, title="A holiday", first=day, last=day, key=uuid.uuid4())
    employers.add(Employer(school=cast.school), by=cast.head, name="Bright Supply", telephone="the usual one")
    held = cast.dsl.grants.get(role="dsl")
    posts.name_stand_in(held, by=cast.head, adult=cast.it_lead, first=day, last=day)


def a_reference(cast: Cast) -> None:
    """A policy beside this one, with a copy of it."""
    one = Reference(school=cast.school)
    references.add(one, by=cast.head, title="Home visits policy", kind="sister", cited_as=["home visits"])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "visits.txt"
        path.write_text("Two adults visit.", "utf-8")
        filing.receive(one, path, path.name, by=cast.head)


def a_remark(cast: Cast, draft: Version) -> None:
    """Something to decide about a draft."""
    said = {"title": "A point", "says": "It is so.", "now": "It is otherwise.", "severity": "A"}
    check = Check(school=cast.school)
    remarks.add_check(check, by=cast.head, looks=[{"any": ["read this policy"]}], **said)
    looking.look.call(str(draft.pk))


def a_page_of_guidance(cast: Cast) -> None:
    """The shipped pages, one of them in the school's own words."""
    guidance.stock(cast.school)
    page = Page.objects.select_related("school").get(school=cast.school, key="facebook")
    guidance.change(page, by=cast.head, title=page.title, body="Ask the office.", look_months=12)


def a_short_question(cast: Cast, version: Version) -> None:
    """A question that everybody is asked, and that the Headteacher understood."""
    said = {"text": "Must you read it?", "choices": ["No", "Yes"], "right": 2, "why": "", "clauses": ["1-02-a"]}
    question = comprehension.add(version.policy, by=cast.head, key=uuid.uuid4(), **said)
    comprehension.start(question, by=cast.head)
    comprehension.understand(question, by=cast.head, choice=2)


def a_review(cast: Cast, version: Version) -> None:
    """The governors looked at the policy today."""
    record_review(
        version.policy, by=cast.head, key=uuid.uuid4(), outcome="unchanged", approved_by="The Governing Body",
        held_on=timezone.localdate(),
    )  # fmt: skip


def a_policy(cast: Cast, title: str, clauses: int, publish=True) -> Version:
    """A policy with so many clauses, read as sure; published and asked of everybody unless it stays a draft."""
    policy, lines = Policy(school=cast.school), [_clause(number) for number in range(clauses)]
    source = f"{TEXT}\n" * clauses
    head = cast.head
    version = actions.adopt(cast.school, by=head, policy=policy, pack="", title=title, source=source, clauses=lines)
    if publish:
        actions.submit(version, by=head)
        actions.approve(version, by=head, approved_by="The Governing Body", approved_on=timezone.localdate())
        actions.publish(version, by=head)
        jobs.open_for_version.call(str(version.pk))
    return Version.objects.get(pk=version.pk)


def _clause(number: int) -> Written:
    start = number * (len(TEXT) + 1)
    return Written(
        ident=f"1-{number + 1:02d}-a", number=str(number + 1), section="", text=TEXT, start=start,
        end=start + len(TEXT), kind="norm", modality="must", binds=("adult",), why="", cue_start=None, cue_end=None,
        confidence=1.0,
    )  # fmt: skip


def a_second_edition(world: World) -> Version:
    """What is in force, with one clause reworded and the change marked, published in its place."""
    head = world.cast.head
    draft = editing.new_edition(world.published, by=head)
    editing.reword(draft.clauses.first(), by=head, text="You must never forget this policy.")
    draft.refresh_from_db()
    changed = [each for each in editions.draft_changes(draft) if each.changed]
    changes.mark(draft, by=head, marks={each.key: True for each in changed}, shown=editions.fingerprint(changed))
    actions.submit(draft, by=head)
    actions.approve(draft, by=head, approved_by="The Governing Body", approved_on=timezone.localdate())
    actions.publish(draft, by=head)
    return draft


def unreadable(cast: Cast) -> Document:
    """An original that was kept although it is no document."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "policy.docx"
        path.write_bytes(b"\x00\x01\x02 this is nothing")
        return intake.receive(cast.school, path, path.name, by=cast.head)


def more_adults(cast: Cast, number: int, stem: str) -> None:
    """Colleagues who were asked to acknowledge everything that is in force."""
    many_adults(cast.school, number, stem)
    jobs.open_for_school.call(str(cast.school.pk))
