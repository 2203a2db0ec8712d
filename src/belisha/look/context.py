"""What every page shows around its content: the school, the adult, the navigation."""

from dataclasses import dataclass, field

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from belisha.look import navigation


@dataclass(frozen=True)
class Shell:
    """The frame of a page. Names are empty for somebody who has not signed in."""

    school: str = ""
    adult: str = ""
    nav: list[navigation.Item] = field(default_factory=list)
    demo: bool = False
    # The device is not theirs: what belongs to their own sign-in is left out.
    shared: bool = False


def shell(request) -> dict:
    """Context processor. Lazy, because fragments and mails are rendered without a frame."""
    return {"shell": SimpleLazyObject(lambda: frame(request))}


def frame(request) -> Shell:
    """The frame for whoever is asking; a page that fails before sign-in is known still gets one."""
    demo = settings.CONFIG.demo
    actor = getattr(request, "actor", None)
    if actor is None or not actor.is_authenticated:
        return Shell(demo=demo)
    school = getattr(actor, "school", None)
    return Shell(
        school=str(getattr(school, "name", school or "")),
        adult=actor.name,
        nav=navigation.items(actor, request.path),
        demo=demo,
        shared=getattr(actor, "by_code", False),
    )
