from django.urls import path

from belisha.advice.tallies import views

app_name = "tallies"
urlpatterns = [
    path("", views.list_, name="list"),
    path("export/", views.export, name="export"),
    path("terms/", views.terms, name="terms"),
]
