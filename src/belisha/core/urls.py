"""The audit pages."""

from django.urls import path

from belisha.core import views

app_name = "audit"
urlpatterns = [
    path("", views.log, name="list"),
    path("verify/", views.verify, name="verify"),
    path("export/", views.export, name="export"),
    path("verifier/", views.the_verifier, name="verifier"),
]
