from django.urls import path

from belisha.changes import views

app_name = "changes"
urlpatterns = [
    path("versions/<uuid:version_id>/", views.changed, name="version"),
    path("versions/<uuid:version_id>/mark/", views.mark, name="mark"),
]
