from django.urls import path

from belisha.evidence.holding import views

app_name = "holding"
urlpatterns = [
    path("periods/", views.periods, name="periods"),
    path("certificates/", views.certificates, name="certificates"),
    path("certificates/<uuid:certificate_id>/", views.certificate, name="certificate"),
    path("concerns/<uuid:concern_id>/hold/", views.hold, name="hold"),
    path("concerns/<uuid:concern_id>/pension/", views.pension, name="pension"),
    path("holds/<uuid:hold_id>/lift/", views.lift, name="lift"),
    path("disposals/<uuid:disposal_id>/", views.disposal, name="disposal"),
    path("disposals/<uuid:disposal_id>/approve/", views.approve, name="approve"),
    path("disposals/<uuid:disposal_id>/keep/", views.keep, name="keep"),
]
