"""Every address of Belisha. Plural nouns, typed keys, the verb last."""

from django.urls import include, path

from belisha.look import errors
from belisha.people import views as people

urlpatterns = [
    path("", people.home, name="home"),
    path("health/", people.health, name="health"),
    path("account/", include("belisha.people.door")),
    path("audit/", include("belisha.core.urls")),
    path("policies/", include("belisha.policy.urls")),
    path("changes/", include("belisha.changes.urls")),
    path("references/", include("belisha.references.urls")),
    path("remarks/", include("belisha.remarks.urls")),
    path("questions/", include("belisha.advice.urls")),
    path("ask/", include("belisha.advice.asking.urls")),
    path("asked/", include("belisha.advice.tallies.urls")),
    path("rules/", include("belisha.rulebook.urls")),
    path("report/", include("belisha.concerns.reporting.urls")),
    path("reported/", include("belisha.concerns.returning.urls")),
    path("concerns/routes/", include("belisha.concerns.routing.urls")),
    path("concerns/handling/", include("belisha.concerns.handling.urls")),
    path("concerns/", include("belisha.concerns.triage.urls")),
    path("evidence/showing/", include("belisha.evidence.showing.urls")),
    path("evidence/bundles/", include("belisha.evidence.bundles.urls")),
    path("evidence/holding/", include("belisha.evidence.holding.urls")),
    path("evidence/lane/", include("belisha.evidence.lane.urls")),
    path("evidence/", include("belisha.evidence.urls")),
    path("exchange/", include("belisha.exchange.urls")),
    path("guidance/", include("belisha.guidance.urls")),
    path("comprehension/", include("belisha.comprehension.urls")),
    path("calendars/", include("belisha.calendars.urls")),
    path("pupils/", include("belisha.pupils.urls")),
    path("codes/", include("belisha.people.codes.urls")),
    path("staff-lists/", include("belisha.people.lists.urls")),
    path("duties/following/", include("belisha.duties.following.urls")),
    path("duties/owed/", include("belisha.duties.owed.urls")),
    path("registers/family/", include("belisha.registers.family.urls")),
    path("registers/permissions/", include("belisha.registers.permissions.urls")),
    path("registers/protocols/", include("belisha.registers.protocols.urls")),
    path("registers/accounts/", include("belisha.registers.accounts.urls")),
    path("registers/", include("belisha.registers.urls")),
    path("", include("belisha.duties.urls")),
    path("", include("belisha.people.urls")),
]

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
handler429 = errors.too_many
handler500 = errors.server_error
