"""The demonstration's guidance, and two short questions about a second, shorter policy."""

from pathlib import Path

from django.utils import timezone

from belisha.commands.demo_duties import headteacher
from belisha.comprehension import actions as comprehension
from belisha.core.ids import uuid7
from belisha.duties import jobs
from belisha.guidance import actions as guidance
from belisha.guidance.models import Page
from belisha.policy import actions, intake

PAPER = Path(__file__).with_name("demo_telephones.txt")
CALLING = """The names above come from the posts of the school and change with them.

## When a child is in danger now

Ring 999. Then tell the safeguarding lead, or whoever stands in.

## Telephone numbers

- The office answers from 8 in the morning until 5.
- The number of the trip telephone hangs in the staffroom.
"""
# The question, its answers, the right one, what helps, and words of the clause that it is about.
QUESTIONS = (
    (
        "You want to ring a parent from home. Which telephone do you use?",
        ("My own, with the number hidden", "One of the school's", "Whichever is charged"),
        2, "It does not matter whether the number shows.", "own telephone to call",
    ),
    (
        "The school's telephone is lost on a trip. When do you tell the office?",
        ("At once", "When we are back"),
        1, "Whoever finds it finds numbers of families.", "lost",
    ),
)  # fmt: skip


def write_guidance(school) -> None:
    """The shipped pages, one of them in the school's own words."""
    guidance.stock(school)
    page = Page.objects.select_related("school").get(school=school, key="whom-to-call")
    guidance.change(page, by=headteacher(school), title=page.title, body=CALLING, look_months=6)


def ask_short_questions(school) -> None:
    """A policy about telephones, in force, with two questions before the tick."""
    head = headteacher(school)
    version = intake.receive(school, PAPER, PAPER.name, by=head)
    actions.submit(version, by=head)
    actions.approve(version, by=head, approved_by="Full governing body", approved_on=timezone.localdate())
    actions.publish(version, by=head)
    for text, choices, right, why, words in QUESTIONS:
        clause = version.clauses.exclude(kind="heading").get(text__contains=words)
        said = {"text": text, "choices": list(choices), "right": right, "why": why, "clauses": [clause.ident]}
        question = comprehension.add(version.policy, by=head, key=uuid7(), **said)
        comprehension.start(question, by=head)
    jobs.open_for_version.call(str(version.pk))
