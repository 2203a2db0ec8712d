"""An adult leaves: one question, and what will follow."""

from django.utils import timezone

from belisha.core.action import fingerprint
from belisha.look.pages import done, get_and_post, page, posted
from belisha.people.leaving import actions, queries
from belisha.people.leaving.forms import LeaveForm


@get_and_post
def leave(request, adult_id):
    """Note the last day of an adult, today and in the past as well."""
    adult = queries.leaver_for(request.actor, adult_id)
    form = LeaveForm(posted(request), initial={"ends": adult.ends})
    seen = request.POST.get("seen") or fingerprint(adult)
    if form.is_valid():
        ends = form.cleaned_data["ends"]
        if form.carried_out(actions.note_last_day, adult, by=request.actor, ends=ends, seen=seen):
            gone = ends <= timezone.localdate()
            return done(request, f"{adult} has left" if gone else f"The last day of {adult} is noted", adult)
    return page(
        request, "people/leaving/leave.html", form=form, adult=adult, seen=seen,
        roles=queries.roles_that_end(request.actor, adult),
        only_head=queries.is_only_headteacher(request.actor, adult),
    )  # fmt: skip
