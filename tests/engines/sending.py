"""Questions about answers, sent and answered by processes at once, for `engines.labour`."""

import uuid


def prepare_sent() -> list[str]:
    """An adult was answered: the key of their inquiry, and of a question about another one."""
    from advice.inquired import answered
    from advice.sent import a_small_policy, sent
    from engines.agreeing import _adult, _Cast, _head

    from belisha.policy.models import Version

    head, adult = _head(), _adult()
    if not Version.objects.filter(school=head.school, policy__title="Staff social media", state="published").exists():
        a_small_policy(_Cast(head))
    return [str(answered(adult).pk), str(sent(adult).pk)]


def send_at_once(key: str) -> str:
    """Send an answer on; "done", or who said no."""
    from belisha.advice import actions
    from belisha.advice.asking.models import Inquiry

    inquiry = Inquiry.objects.select_related("asker__school", "school").get(pk=key)
    return _said(lambda: actions.send(inquiry, by=inquiry.asker, text="May I?", key=uuid.uuid4()))


def answer_at_once(key: str) -> str:
    """Answer a question; "done", or who said no."""
    from engines.agreeing import _head

    from belisha.advice import actions
    from belisha.advice.models import Question

    return _said(lambda: actions.give_answer(Question.objects.get(pk=key), by=_head(), text="No.", for_everyone=False))


def _said(act) -> str:
    from django.db import IntegrityError

    from belisha.core.errors import No

    try:
        act()
    except (No, IntegrityError) as no:
        return type(no).__name__
    return "done"


def known_on_this_engine() -> list:
    """What the registers say of a permission for words of its own, written in other letters than it was asked for."""
    from advice.sent import TALK
    from cast import again
    from engines.agreeing import _adult, _second_head
    from registers.permitted import granted

    from belisha.advice.asking import known
    from belisha.registers.permissions.rules import Scope

    adult = again(_adult())
    scope = Scope("discuss-pupils", "parents", "other", "", "", "Straße")
    granted(adult, _second_head(), scope=scope, concerns="")
    said = [known.of(adult, {**TALK, "channel.platform": name}) for name in ("STRASSE", "Gasse", None)]
    return [each["circumstances.permission"].value for each in said]
