from django.urls import path

from belisha.registers.family import views

app_name = "family"
urlpatterns = [
    path("", views.list_, name="list"),
    path("received/", views.received, name="received"),
    path("declare/", views.declare, name="declare"),
    path("terms/", views.terms, name="terms"),
    path("<uuid:declaration_id>/", views.detail, name="detail"),
    path("<uuid:declaration_id>/receipt/", views.receipt, name="receipt"),
    path("<uuid:declaration_id>/discuss/", views.discuss, name="discuss"),
    path("<uuid:declaration_id>/acknowledge/", views.acknowledge, name="acknowledge"),
    path("<uuid:declaration_id>/refuse/", views.refuse, name="refuse"),
    path("<uuid:declaration_id>/agree/", views.agree, name="agree"),
    path("<uuid:declaration_id>/look-again/", views.look_again, name="look_again"),
    path("<uuid:declaration_id>/end/", views.end, name="end"),
    path("<uuid:declaration_id>/withdraw/", views.withdraw, name="withdraw"),
]
