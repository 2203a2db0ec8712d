from django.urls import path

from belisha.people.lists import views

app_name = "lists"
urlpatterns = [
    path("give/", views.give, name="give"),
    path("<uuid:list_id>/", views.detail, name="detail"),
    path("<uuid:list_id>/columns/", views.columns, name="columns"),
    path("<uuid:list_id>/schools/", views.school, name="school"),
    path("<uuid:list_id>/check/", views.check, name="check"),
    path("<uuid:list_id>/drop/", views.drop, name="drop"),
]
