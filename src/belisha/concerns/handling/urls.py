from django.urls import path

from belisha.concerns.handling.calling import views as calling

app_name = "handling"
urlpatterns = [
    path("numbers/", calling.list_, name="numbers"),
    path("numbers/add/", calling.add, name="number_add"),
    path("numbers/<uuid:number_id>/edit/", calling.edit, name="number_edit"),
    *(
        path(f"numbers/<uuid:number_id>/{step}/", calling.move, {"step": step}, name=f"number_{step}")
        for step in ("check", "retire", "restore")
    ),
]  # fmt: skip
