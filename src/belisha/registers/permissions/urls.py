from django.urls import path

from belisha.registers.permissions import views

app_name = "permissions"
urlpatterns = [
    path("", views.list_, name="list"),
    path("received/", views.received, name="received"),
    path("ask/", views.ask, name="ask"),
    path("terms/", views.terms, name="terms"),
    path("adults/", views.whom, name="whom"),
    path("adults/<uuid:adult_id>/record/", views.record, name="record"),
    path("<uuid:permission_id>/", views.detail, name="detail"),
    path("<uuid:permission_id>/grant/", views.grant, name="grant"),
    path("<uuid:permission_id>/grant-with-conditions/", views.grant_with_conditions, name="grant_with_conditions"),
    path("<uuid:permission_id>/refuse/", views.refuse, name="refuse"),
    path("<uuid:permission_id>/revoke/", views.revoke, name="revoke"),
    path("<uuid:permission_id>/withdraw/", views.withdraw, name="withdraw"),
]
