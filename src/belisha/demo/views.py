"""Choose somebody of the invented school, and be them."""

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from belisha.core.access import ROLES, Role
from belisha.look.pages import get_only, page, post_only
from belisha.people.models import Adult


@login_not_required
@get_only
def people(request):
    """Everybody, those with the most to do first."""
    adults = Adult.objects.select_related("school").prefetch_related("grants").order_by("name")
    rows = [(adult, _what(adult)) for adult in adults if adult.is_active]
    rows.sort(key=lambda row: (not any(grant.role == Role.HEADTEACHER for grant in row[0].grants.all()), not row[1]))
    return page(request, "demo/people.html", rows=rows)


def _what(adult: Adult) -> str:
    today = timezone.localdate()
    held = [grant.role for grant in adult.grants.all() if grant.starts <= today and not grant.ends]
    return ", ".join(ROLES[Role(role)].label for role in held)


@login_not_required
@post_only
def sign_in(request, adult_id):
    """Sign in as somebody, as if with a second factor, so that every role is awake."""
    adult = get_object_or_404(Adult, pk=adult_id)
    login(request, adult, backend="belisha.people.sign_in.Backend")
    record_authentication(request, adult, "mfa", type="demo")
    return redirect("home")
