from django.urls import path

from belisha.concerns.triage import views

app_name = "triage"
urlpatterns = [
    path("", views.list_, name="list"),
    path("terms/edit/", views.terms, name="terms"),
    path("<uuid:concern_id>/", views.detail, name="detail"),
    path("<uuid:concern_id>/take/", views.take, name="take"),
    path("<uuid:concern_id>/give-back/", views.give_back, name="give_back"),
    path("<uuid:concern_id>/decide/", views.decide, name="decide"),
    path("<uuid:concern_id>/consultations/add/", views.consult, name="consult"),
    path("<uuid:concern_id>/clauses/edit/", views.clauses, name="clauses"),
    path("<uuid:concern_id>/close/", views.close, name="close"),
    path("<uuid:concern_id>/reopen/", views.reopen, name="reopen"),
]
