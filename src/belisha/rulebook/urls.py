from django.urls import path

from belisha.rulebook import views

app_name = "rulebook"
urlpatterns = [
    path("versions/<uuid:version_id>/", views.version, name="version"),
    path("versions/<uuid:version_id>/checks/", views.checks, name="checks"),
    path("versions/<uuid:version_id>/clauses/<ident:ident>/give/", views.give, name="give"),
    path("<uuid:rule_id>/", views.detail, name="detail"),
    path("<uuid:rule_id>/trial/", views.trial, name="trial"),
    path("<uuid:rule_id>/cases/add/", views.add_case, name="add_case"),
    path("<uuid:rule_id>/keep/", views.keep, name="keep"),
    path("<uuid:rule_id>/retire/", views.retire, name="retire"),
    path("<uuid:rule_id>/parts/<ident:part>/edit/", views.edit, name="edit"),
    path("cases/<uuid:case_id>/retire/", views.retire_case, name="retire_case"),
]
