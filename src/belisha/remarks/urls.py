from django.urls import path

from belisha.remarks import point_views as points
from belisha.remarks import views

app_name = "remarks"
urlpatterns = [
    path("versions/<uuid:version_id>/", views.version, name="version"),
    path("versions/<uuid:version_id>/look/", views.look, name="look"),
    path("points/", points.checks, name="checks"),
    path("points/add/", points.add, name="add"),
    path("points/<uuid:check_id>/", points.check, name="check"),
    path("points/<uuid:check_id>/edit/", points.edit, name="edit"),
    *(
        path(f"points/<uuid:check_id>/{step}/", points.move, {"step": step}, name=step.replace("-", "_"))
        for step in points.STEPS
    ),
    path("<uuid:remark_id>/", views.detail, name="detail"),
    path("<uuid:remark_id>/take/", views.take, name="take"),
    *(path(f"<uuid:remark_id>/{step}/", views.say, {"step": step}, name=step) for step in views.SAYINGS),
    path("<uuid:remark_id>/reopen/", views.reopen, name="reopen"),
]
