from django.urls import path

from belisha.calendars import views

app_name = "calendars"
urlpatterns = [
    path("", views.own, name="own"),
    path("withdraw/", views.withdraw, name="withdraw"),
    path("<str:secret>.ics", views.read, name="feed"),
]
