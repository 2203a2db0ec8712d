from django.urls import path

from belisha.guidance import views
from belisha.policy import converters

assert converters  # registers the path converter used below

app_name = "guidance"
urlpatterns = [
    path("", views.list_, name="list"),
    path("add/", views.add, name="add"),
    path("<ident:key>/", views.detail, name="page"),
    path("<ident:key>/before/", views.before, name="before"),
    path("<ident:key>/edit/", views.edit, name="edit"),
    *(
        path(f"<ident:key>/{step}/", views.move, {"step": step}, name=step)
        for step in ("check", "retire", "restore")
    ),
]  # fmt: skip
