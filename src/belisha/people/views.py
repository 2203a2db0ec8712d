"""The home page, and the pages about the adults of a school."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from belisha import config
from belisha.core.access import Can, may
from belisha.core.action import fingerprint
from belisha.core.queries import entries_about, school_for
from belisha.look.pages import done, get_and_post, get_only, page, posted
from belisha.people import actions, queries, record, tasks, words
from belisha.people.chair.queries import by_letter_alone, is_kept_from, kept_roles
from belisha.people.employers import actions as employers
from belisha.people.employers.forms import NewSentAdultForm, SentAdultForm
from belisha.people.employers.queries import choices
from belisha.people.forms import RoleForm
from belisha.people.posts.queries import holders_by_role, stand_ins_of

INVITATION = "invitation"


@get_only
def home(request):
    """What there is to do, for oneself and for the school."""
    if request.session.get("setting_up") and request.actor.second_factor:
        del request.session["setting_up"]
        return redirect("people:begin")
    every = tasks.tasks_for(request.actor)
    awaited = [task for task in every if task.awaited]
    mine = [task for task in every if not task.leads]
    steps = [task for task in every if task.leads and not task.awaited]
    return page(
        request, "people/home.html", awaited=awaited, mine=mine, steps=steps,
        notes=tasks.notes_for(request.actor),
    )  # fmt: skip


@login_not_required
@get_only
def health(request):
    """For a monitor: whether pages can be served. Says nothing else."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("not ready", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")


@get_and_post
def people(request):
    """The adults of the school, fifty a page. A name is searched for by POST: an address names nobody."""
    school_for(request.actor, Can.SEE_PEOPLE)
    search = request.POST.get("search", "").replace("\0", "").strip()
    adults, after = queries.page_of_adults(request.actor, search=search, after=request.GET.get("after", ""))
    return page(
        request,
        "people/list.html",
        adults=adults,
        search=search,
        next="" if search else _further(request, after),
        more=after,
        may_change=may(request.actor, Can.CHANGE_PEOPLE),
        may_close=may(request.actor, Can.CHANGE_SCHOOL, request.actor.school),
    )


@get_only
def who_sees_what(request):
    """The table of roles, printed from the table that decides. Every adult may know it; names only who sees people."""
    school_for(request.actor, Can.READ_POLICY)
    return page(
        request, "people/who_sees_what.html", roles=words.roles(holders_by_role(request.actor)), areas=words.areas(),
        sees_people=may(request.actor, Can.SEE_PEOPLE, request.actor.school),
    )  # fmt: skip


@get_and_post
def add(request):
    """One more adult."""
    school = school_for(request.actor, Can.CHANGE_PEOPLE)
    form = NewSentAdultForm(posted(request), known=choices(request.actor))
    if form.is_valid() and form.carried_out(employers.add_adult, school, by=request.actor, **form.details()):
        return done(request, f"{form.made} has been added", form.made)
    return page(request, "people/add.html", form=form)


@get_only
def detail(request, adult_id):
    """What is recorded about one adult, for those who may know, themselves included."""
    adult = queries.adult_for(request.actor, adult_id)
    may_change = may(request.actor, Can.CHANGE_PEOPLE, adult)
    reads_log = may(request.actor, Can.READ_AUDIT, adult.school)
    ids = [adult.pk, *queries.every_role_of(request.actor, adult)]
    return page(
        request,
        "people/detail.html",
        adult=adult,
        facts=record.facts(adult),
        grants=record.roles(queries.roles_of(request.actor, adult), may_change, kept_roles(request.actor)),
        stand_ins=stand_ins_of(request.actor, adult),
        today=timezone.localdate(),
        may_change=may_change,
        kept=may_change and is_kept_from(request.actor, adult),
        may_write=by_letter_alone(request.actor, adult),
        sees_people=may(request.actor, Can.SEE_PEOPLE),
        follows=may(request.actor, Can.SEE_ACKNOWLEDGEMENTS, adult),
        lines=entries_about(request.actor, ids) if reads_log else [],
    )


@get_and_post
def edit(request, adult_id):
    """Correct the record of an adult, or note their last day."""
    adult = queries.adult_to_change(request.actor, adult_id)
    recorded = {name: getattr(adult, name) for name in ("name", "kind", "email", "starts", "ends")}
    form = SentAdultForm(
        posted(request), known=choices(request.actor), initial=recorded | {"sender": adult.employer_id}
    )
    seen = request.POST.get("seen") or fingerprint(adult)
    if form.is_valid() and form.carried_out(
        employers.change_adult, adult, by=request.actor, seen=seen, **form.details()
    ):
        return done(request, f"The record of {adult} has been changed", adult)
    return page(request, "people/edit.html", form=form, adult=adult, seen=seen)


@get_and_post
def add_role(request, adult_id):
    """Give an adult a role."""
    adult = queries.adult_to_change(request.actor, adult_id)
    roles = queries.roles_to_give(request.actor, adult)
    form = RoleForm(posted(request), adult=adult, roles=roles)
    if form.is_valid() and form.carried_out(actions.grant, adult, by=request.actor, **form.cleaned_data):
        return done(request, f"{adult} is now {form.made.get_role_display()}", adult)
    return page(request, "people/add_role.html", form=form, adult=adult)


@get_and_post
def end_role(request, adult_id, grant_id):
    """End a role, after asking."""
    adult = queries.adult_to_change(request.actor, adult_id)
    grant = queries.grant_for(request.actor, grant_id, adult)
    if request.method == "POST":
        actions.end_role(grant, by=request.actor)
        return done(request, f"{grant} has ended", adult)
    return page(request, "people/end_role.html", adult=adult, grant=grant)


@get_and_post
def invite(request, adult_id):
    """Make a link with which an adult chooses a password, and show it once."""
    adult = queries.adult_to_change(request.actor, adult_id)
    if request.method == "POST":
        link = actions.invite(adult, by=request.actor)
        if not link:
            return done(request, "A letter with the link is on its way to them. Nobody else sees it", adult)
        request.session[INVITATION] = [str(adult.pk), request.build_absolute_uri(link)]
        return redirect("people:invited", adult.pk)
    alone = by_letter_alone(request.actor, adult)
    return page(request, "people/invite.html", adult=adult, until=actions.lasts_until(), alone=alone)


@get_only
def invited(request, adult_id):
    """The link, this once; it is forgotten as it is shown."""
    adult = queries.adult_to_change(request.actor, adult_id)
    whose, link = request.session.pop(INVITATION, ["", ""])
    until = actions.lasts_until()
    return page(request, "people/invited.html", adult=adult, link=link if whose == str(adult.pk) else "", until=until)


@get_and_post
def invite_all(request):
    """Post an invitation to everybody who has an e-mail address and cannot sign in yet."""
    school_for(request.actor, Can.CHANGE_PEOPLE)
    waiting = list(queries.waiting(request.actor))
    by_post = [adult for adult in waiting if adult.email]
    if request.method == "POST":
        number = actions.invite_all(by_post, by=request.actor)
        return done(request, words.invited(number), "people:list")
    by_hand = [adult for adult in waiting if not adult.email]
    return page(request, "people/invite_all.html", by_post=by_post, by_hand=by_hand, until=actions.lasts_until())


def _further(request, after: str) -> str:
    if not after:
        return ""
    asked = request.GET.copy()
    asked["after"] = after
    return f"?{asked.urlencode()}"


@get_only
def letters(request):
    """Letters that did not go out, and why."""
    school_for(request.actor, Can.CHANGE_PEOPLE)
    rows = queries.letters_not_sent(request.actor)
    return page(request, "people/letters.html", letters=rows, server=bool(config.load().email_host))
