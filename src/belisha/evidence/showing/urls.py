from django.urls import path

from belisha.evidence.showing import views

app_name = "showing"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("<uuid:item_id>/", views.detail, name="detail"),
    path("<uuid:item_id>/picture/", views.picture, name="picture"),
    path("<uuid:item_id>/redact/", views.redact, name="redact"),
]
