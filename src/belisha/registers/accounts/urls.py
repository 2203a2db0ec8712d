from django.urls import path

from belisha.registers.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.list_, name="list"),
    path("add/", views.add, name="add"),
    path("<uuid:account_id>/", views.detail, name="detail"),
    path("<uuid:account_id>/edit/", views.edit, name="edit"),
    path("<uuid:account_id>/check/", views.check, name="check"),
    path("<uuid:account_id>/close/", views.close, name="close"),
    path("<uuid:account_id>/reopen/", views.reopen, name="reopen"),
]
