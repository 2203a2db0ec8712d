"""Every address of Belisha, and those of the demonstration."""

from django.urls import include, path

from belisha import urls
from belisha.demo import views

demo = [
    path("", views.people, name="people"),
    path("<uuid:adult_id>/sign-in/", views.sign_in, name="sign_in"),
]
urlpatterns = [path("demo/", include((demo, "demo"))), *urls.urlpatterns]

handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
