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
    path("exchange/", include("belisha.exchange.urls")),
    path("", include("belisha.duties.urls")),
    path("", include("belisha.people.urls")),
]

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
handler429 = errors.too_many
handler500 = errors.server_error
