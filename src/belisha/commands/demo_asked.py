"""What adults of the demonstration asked: one answer is kept, one question is not finished, and one was sent."""

from uuid import uuid4

from belisha.advice import actions as questions
from belisha.advice.asking import actions, answering
from belisha.advice.asking.models import Inquiry
from belisha.people.models import Adult

FRIEND_REQUEST = {
    "act": "accept_request", "channel.type": "social_connect", "counterpart.kind": "pupil",
    "counterpart.relation": "none",
}  # fmt: skip
PICTURES = {
    "act": "publish_image", "channel.type": "social_post_public", "channel.account": "personal",
    "content.image_of": ["pupil"], "content.about": ["school"], "counterpart.kind": "public",
}  # fmt: skip
WORDS = "The choir sang at the library. May I put my own pictures of it online, now that the parents have agreed?"


def ask(school) -> None:
    """One adult keeps an answer and has not finished another; one sends theirs to the Headteacher."""
    keeps, sends = (Adult.objects.get(school=school, name=name) for name in ("Clemency Oake", "Isolde Peverel"))
    _answered(school, keeps, "accept-request", FRIEND_REQUEST)
    actions.begin(school, by=keeps, key=uuid4(), doing="post", facts={"act": "post"})
    questions.send(_answered(school, sends, "publish-photo", PICTURES), by=sends, text=WORDS, key=uuid4())


def _answered(school, adult: Adult, doing: str, facts: dict) -> Inquiry:
    """What was asked besides is not known to them; what is usual is so."""
    made = actions.begin(school, by=adult, key=uuid4(), doing=doing, facts=facts)
    while asks := answering.standing(adult, made).asks:
        if len(asks) > 1:
            actions.agree(made, by=adult, facts=asks)
        else:
            actions.say(made, by=adult, fact=asks[0], value=None)
    actions.conclude(made, by=adult)
    return made
