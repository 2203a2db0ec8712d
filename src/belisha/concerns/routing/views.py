"""Routes, ties, and what changes whom a concern reaches."""

from belisha.concerns.handling.queries import numbers
from belisha.concerns.routing import actions, forms, queries
from belisha.core.access import Can, may
from belisha.core.queries import school_for
from belisha.look.pages import done, get_and_post, get_only, page, posted


@get_only
def list_(request):
    """Which concern reaches whom, as the whole school may know it."""
    school = school_for(request.actor, Can.REPORT_CONCERN)
    return page(
        request, "routing/list.html", rows=queries.table(request.actor, school), shipped=queries.shipped(),
        may_add=may(request.actor, Can.KEEP_ROUTES, school),
        may_open_door=may(request.actor, Can.OPEN_PUBLIC_DOOR, school), outside=numbers(school, "outside"),
    )  # fmt: skip


@get_and_post
def add(request):
    """One more post for a type."""
    school = school_for(request.actor, Can.KEEP_ROUTES)
    form = forms.AddPostForm(posted(request))
    if form.is_valid() and form.carried_out(actions.add_post, school, by=request.actor, **form.cleaned_data):
        return done(request, "Concerns of this type reach this post from now on", "routing:list")
    return page(request, "routing/add.html", form=form)


@get_only
def ties(request):
    """People close to oneself."""
    school_for(request.actor, Can.DECLARE)
    return page(request, "routing/ties.html", rows=queries.ties(request.actor))


@get_and_post
def add_tie(request):
    """Name a colleague who is close."""
    school = school_for(request.actor, Can.DECLARE)
    form = forms.TieForm(posted(request), actor=request.actor, school=school)
    if form.is_valid() and form.carried_out(actions.declare_tie, school, by=request.actor, **form.said):
        return done(request, "You have declared this", "routing:ties")
    return page(request, "routing/add_tie.html", form=form)


@get_and_post
def end_tie(request, tie_id):
    """Take it back, after asking."""
    tie = queries.tie_for(request.actor, tie_id)
    if request.method == "POST":
        actions.end_tie(tie, by=request.actor)
        return done(request, "You have taken this back", "routing:ties")
    return page(request, "routing/end_tie.html", tie=tie)


@get_and_post
def conflict(request, concern_id):
    """Step away from a concern."""
    concern = queries.concern_for(request.actor, concern_id)
    form = forms.ConflictForm(posted(request))
    if form.is_valid() and form.carried_out(actions.declare_conflict, concern, by=request.actor, **form.cleaned_data):
        return done(request, "Thank you. It is kept from you from now on", "home")
    after = queries.after_conflict(request.actor, concern)
    return page(
        request, "routing/conflict.html", concern=concern, form=form, after=after,
        outside=[] if after else numbers(concern.school, "outside"),
    )  # fmt: skip


@get_and_post
def name_subject(request, concern_id):
    """Say whom it is about."""
    concern = queries.concern_for(request.actor, concern_id)
    form = forms.SubjectForm(posted(request), actor=request.actor, school=concern.school)
    if form.is_valid() and form.carried_out(actions.name_subject, concern, by=request.actor, **form.said):
        return _back(request, concern, "It has been noted whom this is about")
    return page(
        request, "routing/name_subject.html", concern=concern, form=form,
        subjects=queries.subjects_of(request.actor, concern),
    )  # fmt: skip


@get_and_post
def clear_subject(request, concern_id, subject_id):
    """Say that it is not about somebody, after asking."""
    concern = queries.concern_for(request.actor, concern_id)
    subject = queries.subject_for(request.actor, concern, subject_id)
    if request.method == "POST":
        actions.clear_subject(concern, by=request.actor, subject=subject)
        return _back(request, concern, "It has been noted whom this is not about")
    return page(request, "routing/clear_subject.html", concern=concern, subject=subject)


@get_and_post
def change_kind(request, concern_id):
    """Say what it is about."""
    concern = queries.concern_for(request.actor, concern_id)
    form = forms.KindForm(posted(request), initial={"kind": concern.kind})
    if form.is_valid() and form.carried_out(actions.change_kind, concern, by=request.actor, **form.cleaned_data):
        return _back(request, concern, "It has been noted what this is about")
    return page(request, "routing/change_kind.html", concern=concern, form=form)


def _back(request, concern, message: str):
    """To the concern, or home where what was noted took it from the actor as well."""
    return done(request, message, concern if queries.still_sees(request.actor, concern) else "home")
