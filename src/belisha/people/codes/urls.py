"""Codes for a shared device, and the office's tablet."""

from django.urls import path

from belisha.people.codes import views

app_name = "codes"
urlpatterns = [
    path("", views.enter, name="enter"),
    path("thanks/", views.thanks, name="thanks"),
    path("finish/", views.finish, name="finish"),
    path("visitors/add/", views.visit, name="visit"),
    path("people/<uuid:adult_id>/", views.ways, name="ways"),
    path("people/<uuid:adult_id>/add/", views.make, name="make"),
    path("people/<uuid:adult_id>/code/", views.made, name="made"),
    path("people/<uuid:adult_id>/hand-over/", views.hand_over, name="hand_over"),
]
