from django.urls import path

from belisha.evidence.bundles import views

app_name = "bundles"
urlpatterns = [
    path("time-stamps/", views.stamps, name="stamps"),
    path("concerns/<uuid:concern_id>/add/", views.add, name="add"),
    path("<uuid:bundle_id>/", views.detail, name="detail"),
    path("<uuid:bundle_id>/finish/", views.finish, name="finish"),
    path("<uuid:bundle_id>/take/", views.take, name="take"),
]
