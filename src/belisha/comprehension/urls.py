from django.urls import path

from belisha.comprehension import views

app_name = "comprehension"
urlpatterns = [
    path("policies/<uuid:policy_id>/", views.policy, name="policy"),
    path("policies/<uuid:policy_id>/add/", views.add, name="add"),
    path("policies/<uuid:policy_id>/take/", views.take, name="take"),
    path("<uuid:short_question_id>/", views.detail, name="detail"),
    path("<uuid:short_question_id>/edit/", views.edit, name="edit"),
    *(path(f"<uuid:short_question_id>/{step}/", views.move, {"step": step}, name=step) for step in ("start", "stop")),
]
