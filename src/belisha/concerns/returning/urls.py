from django.urls import path

from belisha.concerns.returning import views

app_name = "returning"
urlpatterns = [
    path("", views.enter, name="enter"),
    path("leave/", views.leave, name="leave"),
    path("schools/", views.doors, name="doors"),
    path("door/", views.door, name="door"),
    path("check/", views.check, name="check"),
    path("program/", views.program, name="program"),
    path("receipts/<uuid:receipt_id>/", views.receipt, name="receipt"),
    path("receipts/<uuid:receipt_id>/print/", views.print_, name="print"),
    path("receipts/<uuid:receipt_id>/file/", views.file, name="file"),
    path("concerns/<uuid:concern_id>/write/", views.write, name="write"),
]
