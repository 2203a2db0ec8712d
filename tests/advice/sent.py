"""Answers that were sent to whoever answers questions, by actions alone."""

from uuid import uuid4

from advice.inquired import FRIEND_REQUEST, HARMLESS, answered, begun, fresh, published
from cast import again

from belisha.advice import actions
from belisha.advice.asking import actions as asking
from belisha.advice.asking.models import Inquiry
from belisha.advice.models import Ended, Question
from belisha.core.access import WORKER
from belisha.policy import actions as policy
from belisha.policy.models import Policy, Version
from belisha.policy.written import Written

WORDS = "May I still keep her as a contact until the play is over?"
# Talk about pupils in a group of parents: the register of permissions decides.
TALK = {
    **{name: value for name, value in HARMLESS.items() if name != "circumstances.permission"},
    "act": "discuss_pupil", "channel.type": "group_chat", "channel.platform": "WhatsApp", "channel.account": "personal",
    "channel.online": "yes", "counterpart.kind": "parent", "counterpart.relation": "none",
    "content.about": ["pupil"], "content.work_related": "yes", "who.also": [], "content.tone": "neutral",
}  # fmt: skip


CLAUSES = {
    "6-05-a": "You must not talk about pupils on social media unless the Headteacher has clearly said that you may.",
    "6-06-a": "You must reach pupils only on the platform that the school uses for it, as agreed beforehand.",
    "6-07-a": "You must never be linked with a pupil online.",
    "6-07-b": "It is otherwise for family that the Headteacher has acknowledged, if you keep to what was agreed.",
}


def a_small_policy(cast) -> Version:
    """A policy in force of the clauses whose answers the registers decide."""
    clauses = [
        Written(
            ident=ident, number=ident, section="", text=text, start=0, end=len(text), kind="norm", modality="must-not",
            binds=("adult",), why="", cue_start=None, cue_end=None, confidence=1.0, pack_id=ident, pack_sure=True,
        )
        for ident, text in CLAUSES.items()
    ]  # fmt: skip
    version = policy.adopt(
        cast.school, by=cast.head, policy=Policy(school=cast.school), pack="", title="Staff social media",
        source="\n".join(CLAUSES.values()), clauses=clauses,
    )  # fmt: skip
    return published(version, cast.head)


def sent(adult, facts=FRIEND_REQUEST, *, text=WORDS, key=None) -> Question:
    """An adult was answered, and sends it on."""
    made = actions.send(answered(adult, facts), by=again(adult), text=text, key=key or uuid4())
    return found(made)


def found(question: Question) -> Question:
    """As the next request would find it."""
    related = ("clause", "version__policy", "asker", "school")
    return Question.objects.select_related(*related).get(pk=question.pk)


def concluded(adult, facts, declaration=None) -> Inquiry:
    """They were answered, having said which of their declarations is meant."""
    made = begun(adult, facts)
    if declaration:
        asking.choose(made, by=again(adult), declaration=declaration)
        made = fresh(made)
    asking.conclude(made, by=again(adult))
    return fresh(made)


# -- for the world of every page --------------------------------------------------------------------------------------


def one_of_each_sent(cast) -> None:
    """A volunteer sent an answer on, and was told that something another answer rested on has ended."""
    question = sent(cast.volunteer)
    actions.set_terms(cast.school, by=cast.head, answer_days=3)
    gone = Ended(school=cast.school, asker=cast.volunteer, inquiry=question.inquiry, fact="circumstances.permission")
    actions.tell_ended(gone, by=WORKER)


def many_sent(cast, number: int) -> None:
    """Questions about answers that wait for the Headteacher."""
    if not Version.objects.filter(school=cast.school, state="published").exists():
        a_small_policy(cast)
    for _ in range(number):
        sent(cast.volunteer)
