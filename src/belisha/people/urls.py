"""Set-up, welcome, and the adults of the school."""

from django.urls import path

from belisha.people import entry_views as entry
from belisha.people import staff_list_views as staff_list
from belisha.people import views

app_name = "people"
urlpatterns = [
    path("set-up/<str:token>/", entry.set_up, name="set_up"),
    path("protect-sign-in/", entry.protect, name="protect"),
    path("begin/", entry.begin, name="begin"),
    path("welcome/<str:secret>/", entry.welcome, name="welcome"),
    path("people/", views.people, name="list"),
    path("people/add/", views.add, name="add"),
    path("people/import/", staff_list.upload, name="import"),
    path("people/import/check/", staff_list.check, name="import_check"),
    path("people/invite-all/", views.invite_all, name="invite_all"),
    path("people/letters/", views.letters, name="letters"),
    path("people/who-sees-what/", views.who_sees_what, name="who_sees_what"),
    path("people/<uuid:adult_id>/", views.detail, name="detail"),
    path("people/<uuid:adult_id>/edit/", views.edit, name="edit"),
    path("people/<uuid:adult_id>/invite/", views.invite, name="invite"),
    path("people/<uuid:adult_id>/invited/", views.invited, name="invited"),
    path("people/<uuid:adult_id>/roles/add/", views.add_role, name="add_role"),
    path("people/<uuid:adult_id>/roles/<uuid:grant_id>/end/", views.end_role, name="end_role"),
]
