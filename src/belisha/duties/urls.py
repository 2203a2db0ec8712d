from django.urls import path

from belisha.duties import views

app_name = "duties"
urlpatterns = [
    path("acknowledgements/", views.acknowledgements, name="acknowledgements"),
    path("acknowledgements/<uuid:version_id>/remind/", views.remind, name="remind"),
    path("duties/<uuid:duty_id>/acknowledge/", views.acknowledge, name="acknowledge"),
    path("duties/<uuid:duty_id>/", views.acknowledged, name="done"),
]
