from django.urls import path

from belisha.registers.protocols import views
from belisha.registers.protocols.platforms import views as platforms

app_name = "protocols"
urlpatterns = [
    path("", views.list_, name="list"),
    path("mine/", views.mine, name="mine"),
    path("findings/", views.findings, name="findings"),
    path("templates/", views.templates, name="templates"),
    path("suggest/", views.suggest, name="suggest"),
    path("add/", views.add, name="add"),
    path("platforms/", platforms.list_, name="platforms"),
    path("platforms/add/", platforms.add, name="platform_add"),
    path("platforms/<uuid:platform_id>/", platforms.detail, name="platform"),
    path("platforms/<uuid:platform_id>/edit/", platforms.edit, name="platform_edit"),
    *(
        path(f"platforms/<uuid:platform_id>/{step}/", platforms.move, {"step": step}, name=f"platform_{step}")
        for step in ("begin", "stop")
    ),
    path("<uuid:protocol_id>/", views.detail, name="detail"),
    path("<uuid:protocol_id>/edit/", views.edit, name="edit"),
    path("<uuid:protocol_id>/agree/", views.agree, name="agree"),
    path("<uuid:protocol_id>/edition/", views.edition, name="edition"),
    path("<uuid:protocol_id>/decline/", views.reason, {"step": "decline"}, name="decline"),
    path("<uuid:protocol_id>/end/", views.reason, {"step": "end"}, name="end"),
    path("<uuid:protocol_id>/propose/", views.move, {"step": "propose"}, name="propose"),
    path("<uuid:protocol_id>/take-back/", views.move, {"step": "take-back"}, name="take_back"),
    path("<uuid:protocol_id>/drop/", views.move, {"step": "drop"}, name="drop"),
]
