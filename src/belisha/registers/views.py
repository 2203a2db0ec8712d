"""One page that leads to every register."""

from belisha.core.access import Can
from belisha.core.queries import school_for
from belisha.look.pages import get_only, page
from belisha.registers import shelves


@get_only
def home(request):
    """What can be declared, asked for and looked up."""
    school_for(request.actor, Can.SEE_REGISTERS)
    return page(request, "registers/home.html", shelves=shelves.seen(request.actor))
