"""A way there and a way back for each provider, at addresses that do not change: they are entered at the provider."""

from django.urls import path

from belisha.people.providers import offers, views

app_name = "providers"
urlpatterns = [
    route
    for key in offers.KEYS
    for route in (
        path(f"{key}/begin/", views.begin, {"provider": key}, name=f"{key}_begin"),
        path(f"{key}/answer/", views.answer, {"provider": key}, name=f"{key}_answer"),
    )
] + [path("people/<uuid:adult_id>/unlink/", views.unlink, name="unlink")]
