from django.urls import path

from belisha.concerns.routing import views

app_name = "routing"
urlpatterns = [
    path("", views.list_, name="list"),
    path("add/", views.add, name="add"),
    path("ties/", views.ties, name="ties"),
    path("ties/add/", views.add_tie, name="add_tie"),
    path("ties/<uuid:tie_id>/end/", views.end_tie, name="end_tie"),
    path("<uuid:concern_id>/step-away/", views.conflict, name="conflict"),
    path("<uuid:concern_id>/subjects/name/", views.name_subject, name="name_subject"),
    path("<uuid:concern_id>/subjects/<uuid:subject_id>/clear/", views.clear_subject, name="clear_subject"),
    path("<uuid:concern_id>/kind/change/", views.change_kind, name="change_kind"),
]
