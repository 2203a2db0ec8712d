"""The demonstration's concerns: one in each state that a visitor should see, made by the actions that make any.

`number_the_directory`, `open_the_door` and `report` are steps of `demo_school`. Nobody in them exists.
"""

import io
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from django.utils import timezone
from PIL import Image, ImageDraw

from belisha.commands.demo_duties import headteacher
from belisha.commands.demo_registers import again
from belisha.concerns import rules
from belisha.concerns.handling import actions as handling
from belisha.concerns.handling.calling import actions as directory
from belisha.concerns.handling.models import Number
from belisha.concerns.handling.papers import actions as papers
from belisha.concerns.handling.posts import actions as posts
from belisha.concerns.handling.rules import DOING, DONE, steps
from belisha.concerns.models import Concern
from belisha.concerns.reporting import actions as reporting
from belisha.concerns.returning import actions as returning
from belisha.concerns.returning import tokens
from belisha.concerns.returning.models import Door
from belisha.concerns.routing import actions as routing
from belisha.concerns.routing.rules import CLOSE
from belisha.concerns.sealing import record_of
from belisha.concerns.triage import actions as triage
from belisha.concerns.triage.rules import LADO
from belisha.core.access import PUBLIC
from belisha.evidence import actions as evidence
from belisha.evidence import jobs, kinds
from belisha.evidence.bundles import actions as bundles
from belisha.evidence.bundles import assembling
from belisha.evidence.bundles.wanted import Wanted
from belisha.evidence.holding import actions as holding
from belisha.evidence.models import Item
from belisha.evidence.rules import Piece, Record
from belisha.people.models import Adult, School
from belisha.sealed.store import store

NUMBERS = Path(__file__).with_name("demo_numbers.txt")
# With this code a visitor comes back to the report without a name: everybody may know it, in a demonstration.
CODE = "DEM2-SEEN-BACK-2345-6789"
WELCOME = "You can also speak to anybody you trust in school. The office is open from 8 in the morning."
# What the drawn screenshot says, line by line.
SCREEN = (
    "PictureBox",
    "Notifications",
    "",
    "cressida.m  started following you",
    "year6_foxglove  is now her friend",
    "2 h",
)
# Steps of the second concern: key, how it stands, what was answered.
STEPS = (
    ("danger", DONE, {"danger": "no", "why": "Nobody is threatened, and no address is given."}),
    ("threat", DONE, {"found": "no", "why": "Rude words about teaching; none about violence."}),
    ("keep", DONE, {"by": "Petronella Sweet", "checked": "Marcus Hexham", "lawfully": "sent"}),
    ("support", DOING, {"contact": "Tobias Wrenfield", "reads": "Petronella Sweet"}),
)  # fmt: skip


def number_the_directory(school) -> None:
    """The numbers that every school finds out for itself, with numbers that ring nowhere."""
    directory.stock(school)
    for line in NUMBERS.read_text().splitlines():
        key, telephone, hours, source = line.split(" | ")
        row = Number.objects.select_related("school").get(school=school, key=key)
        directory.change(row, by=headteacher(school), telephone=telephone, hours=hours, source=source)


def open_the_door(school) -> None:
    """The school takes reports without an account."""
    returning.open_door(Door(school=school), by=headteacher(school), words=WELCOME)


def report(school) -> None:
    """One is decided, one under way, one closed, two that nobody has taken; one of these is for the chair alone."""
    people = {adult.name: again(adult) for adult in Adult.objects.filter(school=school).select_related("school")}
    head = people["Miriam Castellane"]
    routing.declare_tie(
        school, by=people["Clemency Oake"], other=people["Noor Saltmarsh"], kind=CLOSE, key=uuid4()
    )  # fmt: skip
    concern = followed(school, people)
    decide(concern, head)
    hand_over(concern, head)
    begin_steps(abused(school, people), head)
    close(profile(school, people), head)
    unnamed(school, head)
    sent(
        school, people["Hamish Corrie"], "policy_breach", about=[people["Miriam Castellane"]],
        openness=rules.CONFIDENTIAL, what="The Headteacher has a messaging group with three parents on her own phone.",
    )  # fmt: skip


def sent(school: School, by, kind: str, *, about=(), token="", piece: Record | None = None, **said) -> Concern:
    """A report, question by question as its pages ask them. `about`: adults of the school, or rows in words."""
    began = {"danger": "no"} | ({"source": said.pop("source")} if "source" in said else {})
    draft = reporting.begin(school, by=by, **began)
    if piece is not None:
        evidence.put_in(draft, by=by, piece=picture(school, draft.pk, piece))
        said["files"] = "added"
    subjects = [{"kind": rules.ADULT, "adult": str(one.pk)} if isinstance(one, Adult) else one for one in about]
    reporting.say(draft, by=by, kind=kind, shows_child="no", about=subjects, **said)
    key = draft.pk
    reporting.send(draft, by=by, token=tokens.read(token))
    return now(key)


def now(key) -> Concern:
    return Concern.objects.select_related("school").get(pk=key)


def followed(school, people: dict) -> Concern:
    """An agency teacher and a pupil of Year 6 follow each other."""
    seen = Record({"what": "Screenshot of PictureBox", "shows": "Who follows whom; no picture of anybody.",
                   "platform": "PictureBox", "captured_by": "Delphine Rudge", "method": "screenshot",
                   "device": "Her own telephone", "whole_thread": "part", "who_has_it": "Delphine Rudge"},
                  timezone.now() - timedelta(hours=3), kinds.MINUTE, "Europe/London")  # fmt: skip
    return sent(
        school, people["Delphine Rudge"], "pupil_contact", about=[people["Cressida Moon"]], piece=seen,
        openness=rules.NAMED, child="L. F., Year 6", child_file="CP-0612", platform="PictureBox",
        what="PictureBox suggested a pupil’s account to me, and said that a supply teacher is her friend there.",
        contact_kind="follows", contact_family="no",
    )  # fmt: skip


def decide(concern: Concern, head: Adult) -> None:
    """The LADO was asked; it is a low-level concern, and open."""
    triage.take(concern, by=head)
    triage.consult(
        now(concern.pk), by=head, key=uuid4(), body=LADO, at=timezone.now(), who="The duty officer",
        asked="Whether a mutual follow, without messages, may meet the threshold.",
        reply="Not as told. Speak to her and to the agency; come back if there were messages.",
    )  # fmt: skip
    triage.decide(
        now(concern.pk), by=head, key=uuid4(), basket=rules.LOW_LEVEL, read_register=True,
        reason="She accepted the request without knowing whose it was. No messages. No family tie was declared.",
    )  # fmt: skip


def hand_over(concern: Concern, head: Adult) -> None:
    """What shows it is checked, and went to the LADO as a bundle."""
    jobs.check_all()
    items = tuple(Item.objects.filter(concern=concern).values_list("pk", flat=True))
    wanted = Wanted("lado", "The local authority’s duty officer", "Advice", "It was asked for on the telephone", items)
    made = bundles.make(now(concern.pk), by=head, key=uuid4(), wanted=wanted, to="The LADO")
    assembling.put_together(made, by=head)


def abused(school, people: dict) -> Concern:
    """A parent writes about a teacher; the office wrote it down when the teacher telephoned."""
    told = timezone.localdate() - timedelta(days=4)
    return sent(
        school, people["Petronella Sweet"], "cyberbullying_of_staff", source=rules.ON_BEHALF, told_on=told.isoformat(),
        told_at="16:20", teller="Oscar Tidewell", teller_how="telephone", platform="Neighbourly, a group of parents",
        about=[{"kind": rules.FAMILY, "words": "A parent of class 4, shown as “Fed Up In Alderbrook”"}],
        what="For a week somebody has posted that he cannot teach and should look for other work.",
        threat="no", who_writes="parent", group="closed", harm_alleged="no",
    )  # fmt: skip


def begin_steps(concern: Concern, head: Adult) -> None:
    """The first steps are done, and the platform has had its time."""
    triage.take(concern, by=head)
    labels = {step.key: step.label for step in steps()}
    for key, state, answers in STEPS:
        handling.note(now(concern.pk), by=head, step=key, label=labels[key], state=state, answers=answers)
    words = {"platform": "Neighbourly", "address": "", "why": "Harassment of one person", "reference": "NB-20417"}
    posts.add(
        now(concern.pk), by=head, key=uuid4(), reported_at=timezone.now() - timedelta(hours=70), words=words,
        intimate=False, unsafe=False,
    )  # fmt: skip
    letter = papers.begin(now(concern.pk), by=head, key=uuid4(), kind="invitation")
    papers.write(letter, by=head, said={"to": "neighbour", "where": "in school", "signed": f"{head.name}, Headteacher"})
    holding.hold(now(concern.pk), by=head, reason="The teacher’s union asked for it; nothing is to be lost meanwhile.")


def profile(school, people: dict) -> Concern:
    """A profile that everybody can read."""
    return sent(
        school, people["Clemency Oake"], "unsafe_account", about=[people["Callum Rookwood"]], openness=rules.NAMED,
        what="His old profile names the school and is open to everybody.", account_how="open",
    )  # fmt: skip


def close(concern: Concern, head: Adult) -> None:
    """Put right and closed; whoever reported it was told."""
    triage.take(concern, by=head)
    triage.decide(
        now(concern.pk), by=head, key=uuid4(), basket=rules.NO_CONCERN, read_register=True,
        reason="He had forgotten it and closed it while we spoke.",
    )  # fmt: skip
    triage.close(
        now(concern.pk), by=head, key=uuid4(), reason="The profile is gone.", read_register=True,
        told="Thank you. It has been put right.",
    )  # fmt: skip


def unnamed(school, head: Adult) -> None:
    """Somebody without an account, who can come back with a code and finds a question there."""
    concern = sent(
        school, PUBLIC, "image", token=CODE, openness=rules.ANONYMOUS, platform="PictureBox",
        about=[{"kind": rules.UNKNOWN, "words": ""}],
        what="Pictures of the sports day, with children’s faces, stand on a page that is not the school’s.",
    )  # fmt: skip
    returning.write(concern, by=head, words="Thank you for telling us. Do you remember the name of the page?")


def picture(school, place, record: Record) -> Piece:
    """A screenshot that was never taken: words on grey."""
    drawn = Image.new("RGB", (540, 360), "#f3f2f1")
    pen = ImageDraw.Draw(drawn)
    pen.rectangle((0, 0, 540, 44), fill="#505a5f")
    for number, line in enumerate(SCREEN):
        pen.text((20, 12 + number * 48), line, fill="#ffffff" if number == 0 else "#0b0c0c", font_size=20)
    held = io.BytesIO()
    drawn.save(held, "PNG")
    kept = store(
        iter([held.getvalue()]), school_id=school.pk, record=record_of(place), limit=None,
        filename=f"Screenshot {datetime.now():%d-%m}.png", media_type=kinds.KINDS[kinds.PNG][1],
    )  # fmt: skip
    return Piece(uuid4(), kinds.PNG, record, kept)
