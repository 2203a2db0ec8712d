"""A school whose policy answers, and adults who ask: by actions alone."""

from uuid import uuid4

from cast import again
from django.utils import timezone

from belisha.advice.asking import actions, doing
from belisha.advice.asking.models import Inquiry
from belisha.policy import actions as policy
from belisha.policy import intake
from belisha.policy.models import Policy, Version
from belisha.policy.written import Written

# What is so of most things that people ask about, so that a test says only what it is about.
HARMLESS = {
    "content.topic": "none", "content.image_of": [], "content.about": [], "content.tone": "neutral",
    "content.confidential": "no", "content.explicit": "no", "content.inappropriate": "no",
    "content.identifies_school": "no", "content.represents_school": "no", "content.official_source": "no",
    "content.checked": "not_needed", "channel.device": "personal", "circumstances.disclosure": "none",
    "circumstances.permission": "none", "circumstances.emergency": "no", "circumstances.agreed_protocol": "none",
}  # fmt: skip
FRIEND_REQUEST = {
    "act": "accept_request", "channel.type": "social_connect", "counterpart.kind": "pupil",
    "counterpart.relation": "none",
}  # fmt: skip
PHOTO = {
    "act": "publish_image", "channel.type": "social_post_public", "channel.account": "personal",
    "counterpart.kind": "public", "content.image_of": ["pupil"],
}  # fmt: skip
INDECENT = {"act": "share", "content.image_of": ["indecent_child"]}
HOLIDAY = {
    **HARMLESS, "act": "post", "channel.type": "social_post_private", "channel.account": "personal",
    "content.about": ["self"], "content.work_related": "no", "counterpart.kind": "public",
    "counterpart.relation": "none", "channel.online": "yes",
}  # fmt: skip
NEPHEW = {
    **HARMLESS, "act": "message", "channel.type": "social_dm", "channel.account": "personal",
    "counterpart.kind": "pupil", "counterpart.relation": "family", "content.work_related": "no",
}  # fmt: skip


def in_force(cast) -> Version:
    """The shipped policy, taken over by the school and published."""
    version = intake.adopt(
        cast.school, "staff-social-media", "Staff social media", {"school": cast.school.name}, by=cast.head
    )
    return published(version, cast.head)


def published(version: Version, by) -> Version:
    policy.submit(version, by=by)
    policy.approve(version, by=by, approved_by="The Governing Body", approved_on=timezone.localdate())
    policy.publish(version, by=by)
    return Version.objects.get(pk=version.pk)


def begun(adult, facts=FRIEND_REQUEST, *, what="", key=None) -> Inquiry:
    """An adult has chosen what they want to do."""
    made = actions.begin(adult.school, by=adult, key=key or uuid4(), doing=what or doing.doings()[0].key, facts=facts)
    return fresh(made)


def answered(adult, facts=FRIEND_REQUEST) -> Inquiry:
    """They said what was asked, and were answered."""
    made = begun(adult, facts)
    actions.conclude(made, by=again(adult))
    return fresh(made)


def fresh(inquiry: Inquiry) -> Inquiry:
    """As the next request would find it."""
    return Inquiry.objects.select_related("school", "version__policy").get(pk=inquiry.pk)


# -- for the world of every page --------------------------------------------------------------------------------------

CONTACT = ("6-07-a", "6-07-b")


def some_rules_in_force(cast, *idents, before=None) -> Version:
    """A short policy whose clauses say what these clauses of the shipped policy say, and so have their rules."""
    texts = [f"This is what clause {ident} says." for ident in idents or CONTACT]
    clauses = [
        Written(
            ident=ident, number=ident, section="", text=text, start=at * (len(text) + 1),
            end=at * (len(text) + 1) + len(text), kind="norm", modality="must-not", binds=("adult",), why="",
            cue_start=None, cue_end=None, confidence=1.0, pack_id=ident, pack_sure=True,
        )
        for at, (ident, text) in enumerate(zip(idents or CONTACT, texts, strict=True))
    ]  # fmt: skip
    whole = before.policy if before else Policy(school=cast.school)
    source = "".join(f"{text}\n" for text in texts)
    version = policy.adopt(
        cast.school, by=cast.head, policy=whole, pack="", title="Contact with pupils", source=source, clauses=clauses
    )
    return published(version, cast.head)


def one_of_each_asked(cast) -> None:
    """The Headteacher was answered; a teacher is still being asked."""
    some_rules_in_force(cast)
    answered(cast.head)
    asking = begun(cast.teacher, {"act": "accept_request"})
    actions.say(asking, by=cast.teacher, fact="channel.type", value="social_connect")


def keys_of_what_was_asked(actor) -> dict:
    """The actor's own, or the Headteacher's."""
    own = Inquiry.objects.filter(asker_id=actor.id) if actor.id else Inquiry.objects.none()
    return {"inquiry_id": (own.first() or Inquiry.objects.filter(state="answered").earliest("answered_at")).pk}


def many_asked(cast, number: int) -> None:
    """Questions of the Headteacher, all answered."""
    if not Version.objects.filter(school=cast.school, state="published").exists():
        some_rules_in_force(cast)
    for _ in range(number):
        answered(cast.head)
