from django.urls import path

from belisha.references import views

app_name = "references"
urlpatterns = [
    path("", views.library, name="list"),
    path("add/", views.add, name="add"),
    path("period/", views.period, name="period"),
    path("<uuid:reference_id>/", views.detail, name="detail"),
    path("<uuid:reference_id>/edit/", views.edit, name="edit"),
    path("<uuid:reference_id>/upload/", views.upload, name="upload"),
    path("<uuid:reference_id>/file/", views.document, name="file"),
    *(
        path(f"<uuid:reference_id>/{step}/", views.move, {"step": step}, name=step)
        for step in ("check", "retire", "restore", "take", "leave")
    ),
]
