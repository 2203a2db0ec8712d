"""Set-up, welcome, and the adults of the school."""

from django.urls import path

from belisha.people import entry_views as entry
from belisha.people import views
from belisha.people.chair import views as chair
from belisha.people.closed import views as closed
from belisha.people.employers import views as employers
from belisha.people.leaving import views as leaving
from belisha.people.posts import views as posts

app_name = "people"
urlpatterns = [
    path("set-up/<str:token>/", entry.set_up, name="set_up"),
    path("protect-sign-in/", entry.protect, name="protect"),
    path("begin/", entry.begin, name="begin"),
    path("welcome/<str:secret>/", entry.welcome, name="welcome"),
    path("people/", views.people, name="list"),
    path("people/add/", views.add, name="add"),
    path("people/invite-all/", views.invite_all, name="invite_all"),
    path("people/letters/", views.letters, name="letters"),
    path("people/who-sees-what/", views.who_sees_what, name="who_sees_what"),
    path("people/posts/", posts.posts, name="posts"),
    path("people/posts/fill/", posts.fill, name="fill_post"),
    path("people/posts/<uuid:grant_id>/stand-ins/add/", posts.name_stand_in, name="name_stand_in"),
    path("people/posts/stand-ins/<uuid:stand_in_id>/end/", posts.end_stand_in, name="end_stand_in"),
    path("people/posts/<uuid:holding_id>/hand-over/", chair.hand_over, name="hand_over_chair"),
    path("people/posts/<uuid:holding_id>/end/", chair.end, name="end_chair"),
    path("people/posts/<uuid:holding_id>/sign-in/", chair.sign_in, name="help_chair"),
    path("people/posts/<uuid:holding_id>/links/", chair.link, name="chair_link"),
    path("people/posts/<uuid:holding_id>/links/add/", chair.make_link, name="make_chair_link"),
    path("people/posts/<uuid:holding_id>/factors/drop/", chair.reset, name="reset_chair"),
    path("people/posts/<uuid:holding_id>/address/edit/", chair.address, name="edit_chair_address"),
    path("people/employers/", employers.employers, name="employers"),
    path("people/employers/add/", employers.add, name="add_employer"),
    path("people/employers/<uuid:employer_id>/edit/", employers.edit, name="edit_employer"),
    path("people/employers/<uuid:employer_id>/remove/", employers.remove, name="remove_employer"),
    path("people/closed-days/", closed.closed_days, name="closed_days"),
    path("people/closed-days/add/", closed.add, name="add_closed_days"),
    path("people/closed-days/<uuid:closed_days_id>/edit/", closed.edit, name="edit_closed_days"),
    path("people/closed-days/<uuid:closed_days_id>/remove/", closed.remove, name="remove_closed_days"),
    path("people/nation/edit/", closed.edit_nation, name="edit_nation"),
    path("people/<uuid:adult_id>/leave/", leaving.leave, name="leave"),
    path("people/<uuid:adult_id>/", views.detail, name="detail"),
    path("people/<uuid:adult_id>/edit/", views.edit, name="edit"),
    path("people/<uuid:adult_id>/invite/", views.invite, name="invite"),
    path("people/<uuid:adult_id>/invited/", views.invited, name="invited"),
    path("people/<uuid:adult_id>/roles/add/", views.add_role, name="add_role"),
    path("people/<uuid:adult_id>/roles/<uuid:grant_id>/end/", views.end_role, name="end_role"),
]
