from django.urls import path

from belisha.concerns.reporting import people_views, views

app_name = "reporting"
urlpatterns = [
    path("", views.start, name="start"),
    path("danger/", views.danger, name="danger"),
    path("mine/", views.mine, name="mine"),
    path("drafts/<uuid:draft_id>/danger/", views.danger_now, name="danger_now"),
    path("drafts/<uuid:draft_id>/kind/", views.kind, name="kind"),
    path("drafts/<uuid:draft_id>/next/", views.next_, name="next"),
    path("drafts/<uuid:draft_id>/questions/<page:number>/", views.change, name="change"),
    path("drafts/<uuid:draft_id>/people/", people_views.people, name="people"),
    path("drafts/<uuid:draft_id>/stop/", views.stop, name="stop"),
    path("drafts/<uuid:draft_id>/check/", views.check, name="check"),
    path("drafts/<uuid:draft_id>/drop/", views.drop, name="drop"),
]
