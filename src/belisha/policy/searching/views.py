"""The page of the search. Words are sent by POST, as names are in the list of people: an address names nobody."""

from belisha.core.access import Can, may
from belisha.look.pages import get_and_post, page, posted
from belisha.policy.searching import queries
from belisha.policy.searching.forms import SearchForm


@get_and_post
def search(request):
    """Search the policies in force, the references and the answers."""
    form = SearchForm(posted(request), may_draft=may(request.actor, Can.DRAFT_POLICY))
    wanted = form.wanted() if form.is_valid() else None
    groups = queries.search(request.actor, wanted) if wanted else ()
    return page(request, "policy/searching/search.html", form=form, wanted=wanted, groups=groups)
