from django.urls import path

from belisha.exchange import views
from belisha.exchange.formats import FORMATS

app_name = "exchange"
urlpatterns = [
    path("versions/<uuid:version_id>/", views.version, name="version"),
    *[path(f"versions/<uuid:version_id>/{form}/export/", views.export, {"form": form}, name=form) for form in FORMATS],
]
