from django.urls import path

from belisha.evidence.lane import views

app_name = "lane"
urlpatterns = [
    path("items/<uuid:item_id>/shut/", views.shut, name="shut"),
    path("<uuid:shutting_id>/confirm/", views.confirm, name="confirm"),
    path("<uuid:shutting_id>/release/", views.release, name="release"),
    path("releases/<uuid:release_id>/agree/", views.agree, name="agree"),
    path("releases/<uuid:release_id>/hand-over/", views.hand_over, name="hand_over"),
]
