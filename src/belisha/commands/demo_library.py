"""The demonstration's policy lives: a second edition with a few changes, questions and answers, the library of law."""

from uuid import uuid4

from belisha.advice import actions as advice
from belisha.changes import actions as changes
from belisha.changes import editions
from belisha.changes.proposing import proposal
from belisha.commands.demo_duties import approve_and_publish, headteacher
from belisha.core.access import Role
from belisha.people import queries
from belisha.policy.editing import actions as editing
from belisha.policy.models import Clause, Version
from belisha.references import actions as references

REWORDED = {
    "5-01-b": "You must set your privacy options so that what strangers can read about you is fitting and true.",
    "8-01-b": "You must keep what was sent if you are bullied online: texts, emails, messages and web pages.",
}
ADDED = (
    "6-15-a",
    "You may show an event of the school on the school's own account where the Headteacher has named you for that "
    "account and the consent list allows it.",
)
# Clause, question, the Headteacher's answer ("" where it still waits), and whether it is for everybody.
QUESTIONS = (
    (
        "6-09-a",
        "May I look at my niece's page? She is in Year 4.",
        "Tell me first, and we write it down together.",
        True,
    ),
    ("6-15-a", "Does this hold for the choir's page as well?", "", False),
)


def ask_questions(school) -> None:
    """A question that was answered for everybody, and one that waits."""
    head, teacher = headteacher(school), queries.holders(school, Role.TEACHER).order_by("name").last()
    for ident, asked, answer, for_everyone in QUESTIONS:
        clause = Clause.objects.select_related("version__policy", "school").get(version__school=school, ident=ident)
        question = advice.ask(clause, by=teacher, text=asked, key=uuid4())
        if answer:
            advice.give_answer(question, by=head, text=answer, for_everyone=for_everyone, shown_as=asked)


def second_edition(school) -> None:
    """Two clauses are stronger and one is new: who acknowledged the first edition reads these three."""
    head = headteacher(school)
    draft = editing.new_edition(Version.objects.select_related("policy", "school").get(school=school), by=head)
    for ident, text in REWORDED.items():
        editing.reword(draft.clauses.select_related("version__policy", "school").get(ident=ident), by=head, text=text)
    after, text = ADDED
    editing.add_clause(draft, by=head, after=after, text=text)
    draft.refresh_from_db()
    changed = [each for each in editions.draft_changes(draft) if each.changed]
    marks = {each.key: proposal(each).material for each in changed}
    changes.mark(draft, by=head, marks=marks, shown=editions.fingerprint(changed))
    approve_and_publish(draft, days_ago=2)


def stock_library(school) -> None:
    """What ships about law and guidance, in the school's library."""
    references.stock(school)
