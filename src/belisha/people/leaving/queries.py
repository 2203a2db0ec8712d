"""What an adult would leave behind, for whoever notes their last day."""

from belisha.core.access import visible_to
from belisha.people import limits
from belisha.people.models import Adult, Grant
from belisha.people.queries import adult_to_change


def leaver_for(actor, adult_id) -> Adult:
    """The adult whose last day the actor may note."""
    return adult_to_change(actor, adult_id)


def roles_that_end(actor, adult: Adult) -> list[Grant]:
    """The roles that end with them, but for the only Headteacher's, which is kept in name."""
    held = visible_to(actor, Grant.objects.filter(limits.not_ended(), adult=adult, trust=None))
    kept = limits.is_only_headteacher(adult.school_id, adult)
    return [grant for grant in held.order_by("starts", "id") if not (kept and _is_head(grant))]


def is_only_headteacher(actor, adult: Adult) -> bool:
    """Whether nobody else could decide when they have gone."""
    return limits.is_only_headteacher(adult.school_id, adult)


def _is_head(grant: Grant) -> bool:
    return grant.role == "headteacher" and grant.stands_in_for_id is None
