from django.urls import path

from belisha.duties import views
from belisha.duties.understanding import views as understanding

app_name = "duties"
urlpatterns = [
    path("acknowledgements/", views.acknowledgements, name="acknowledgements"),
    path("acknowledgements/<uuid:version_id>/remind/", views.remind, name="remind"),
    path("duties/<uuid:duty_id>/understand/", understanding.understand, name="understand"),
    path("duties/<uuid:duty_id>/acknowledge/", views.acknowledge, name="acknowledge"),
    path("duties/<uuid:duty_id>/", views.acknowledged, name="done"),
]
