from django.urls import path

from belisha.pupils import views

app_name = "pupils"
urlpatterns = [
    path("", views.list_, name="list"),
    path("switch-on/", views.switch_on, name="switch_on"),
    path("switch-off/", views.switch_off, name="switch_off"),
    path("lists/give/", views.give, name="give"),
    path("lists/<uuid:pupil_list_id>/columns/", views.columns, name="columns"),
    path("lists/<uuid:pupil_list_id>/check/", views.check, name="check"),
    path("lists/<uuid:pupil_list_id>/drop/", views.drop, name="drop"),
]
