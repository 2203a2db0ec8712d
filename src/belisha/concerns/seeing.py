"""Who may know of a concern. Posts grant, conflicts veto: said once, for one concern and for many.

A concern reaches posts and not people (`Route`), so that whoever holds the post today sees it and a stand-in does too.
Whoever is barred (`Barred`: a subject, or close to one or to the child) sees nothing of it, whatever they hold.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from belisha.core.access import NOTHING, Rule, awake


def _follow(thing, path: str):
    for name in path.split("__") if path else ():
        thing = thing and getattr(thing, name)
    return thing


@dataclass(frozen=True)
class routed(Rule):
    """Seen by whoever holds, awake, a post that the concern reaches. `path` leads to the concern; "" is itself."""

    path: str = ""

    def holds(self, actor, thing):
        concern = _follow(thing, self.path)
        if concern is None:
            return False  # a draft's, which is nobody's yet
        posts = {(held.role.value, held.school_id, held.trust_id) for held in awake(actor)}
        school, trust = concern.school_id, concern.school.trust_id
        open_routes = concern.routes.filter(ended_at=None).values_list("post", flat=True)
        return any({(post, school, None), (post, None, trust)} & posts for post in open_routes)

    def q(self, actor):
        from belisha.concerns.models import Route  # it carries this rule itself

        at = {}
        for held in awake(actor):
            at.setdefault((held.school_id, held.trust_id), []).append(held.role.value)
        posts = NOTHING
        for (school, trust), held in at.items():
            place = {"school_id": school} if school else {"school__trust_id": trust}
            posts |= Q(post__in=held, **place)
        reached = Route.objects.filter(posts, concern=OuterRef(f"{self.path}_id" if self.path else "pk"), ended_at=None)
        return Q(Exists(reached))


@dataclass(frozen=True)
class barred(Rule):
    """Vetoed for whoever is a subject of the concern or has a conflict in it."""

    path: str = ""

    def holds(self, actor, thing):
        concern = _follow(thing, self.path)
        if actor.id is None or concern is None:
            return False
        known = concern.barred.filter(adult_id=actor.id, ended_at=None).exists()
        return known or _close_to(actor, concern.pk).exists()

    def q(self, actor):
        from belisha.concerns.models import Barred

        concern = OuterRef(f"{self.path}_id" if self.path else "pk")
        known = Barred.objects.filter(concern=concern, adult_id=actor.id, ended_at=None)
        return Q(Exists(known)) | Q(Exists(_close_to(actor, concern)))


def _close_to(actor, concern):
    """Subjects of the concern to whom the actor declared a tie: asked live, and nothing need be worked out first."""
    from belisha.concerns.models import Subject
    from belisha.concerns.routing.models import Tie

    ties = Tie.objects.filter(adult_id=actor.id, ended_at=None).values("other_id")
    return Subject.objects.filter(concern=concern, ended_at=None, adult_id__in=ties)


def untouched(concern, adults: Iterable) -> list:
    """Of these adults, who has no conflict in it at this moment; for letters. A tie that was just declared counts."""
    veto = barred()
    return [adult for adult in adults if not veto.holds(adult, concern)]
