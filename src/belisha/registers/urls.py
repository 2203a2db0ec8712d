"""The registers' own page; each register has addresses of its own."""

from django.urls import path

from belisha.registers import views

app_name = "registers"
urlpatterns = [path("", views.home, name="home")]
