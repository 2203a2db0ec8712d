"""What adults brought to whoever decides, in the states that the pages need: for the world that has one of each."""

from registers import declared, permitted

from belisha.people.models import Adult
from belisha.registers.family import actions as family
from belisha.registers.family import rules as declarations
from belisha.registers.family.models import Declaration
from belisha.registers.permissions import actions as permissions
from belisha.registers.permissions import rules as requests
from belisha.registers.permissions.models import Permission


def one_of_each_brought(cast) -> None:
    """Declarations and requests of the teacher, of an assistant and of the Headteacher."""
    family.set_terms(cast.school, by=cast.head, wait_days=5, again_months=12)
    permissions.set_terms(cast.school, by=cast.head, wait_days=5)
    declared.declared(cast.teacher)
    declared.discussed(cast.agency_ta, cast.head)
    declared.acknowledged(cast.head, cast.chair)
    permitted.asked(cast.teacher)
    permitted.asked(cast.agency_ta)
    permitted.granted(cast.head, cast.chair)


def keys_of_what_was_brought(actor) -> dict:
    """The teacher's own for the teacher; what the Headteacher brought for the chair; an assistant's for all others."""
    whose = {"Tom Hesketh": "Tom Hesketh", "Julian Whitcombe": "Margaret Okafor"}
    owner = whose.get(actor.name if isinstance(actor, Adult) else "", "Amina Yusuf")
    return {
        "declaration_id": Declaration.objects.get(adult__name=owner).pk,
        "permission_id": Permission.objects.get(asker__name=owner).pk,
    }


def many_declared(school, number: int) -> None:
    """Declarations that wait, of as many adults."""
    from cast import many_adults

    for adult in many_adults(school.school, number, f"Declarer {number}"):
        declared.declared(adult)
    assert Declaration.objects.filter(state=declarations.DECLARED).count() >= number


def many_asked(school, number: int) -> None:
    """Requests that wait, of as many adults."""
    from cast import many_adults

    for adult in many_adults(school.school, number, f"Asker {number}"):
        permitted.asked(adult)
    assert Permission.objects.filter(state=requests.ASKED).count() >= number
