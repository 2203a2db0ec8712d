from django.urls import path

from belisha.advice import views

app_name = "advice"
urlpatterns = [
    path("", views.list_, name="list"),
    path("versions/<uuid:version_id>/clauses/<ident:ident>/ask/", views.ask, name="ask"),
    path("terms/", views.terms, name="terms"),
    path("answers/<uuid:inquiry_id>/send/", views.send, name="send"),
    path("<uuid:question_id>/", views.detail, name="detail"),
    path("<uuid:question_id>/answer/", views.answer, name="answer"),
    path("<uuid:question_id>/grant/", views.grant, name="grant"),
    path("<uuid:question_id>/mark/", views.mark, name="mark"),
    path("<uuid:question_id>/withdraw/", views.withdraw, name="withdraw"),
]
