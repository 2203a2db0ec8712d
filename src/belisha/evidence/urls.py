from django.urls import path

from belisha.evidence import views

app_name = "evidence"
urlpatterns = [
    path("", views.verified, name="verified"),
    path("drafts/<uuid:draft_id>/", views.of_draft, name="of_draft"),
    path("drafts/<uuid:draft_id>/words/", views.write_in_draft, name="write_in_draft"),
    path("drafts/<uuid:draft_id>/send/", views.send_to_draft, name="send_to_draft"),
    path("receipts/<uuid:receipt_id>/", views.of_receipt, name="of_receipt"),
    path("receipts/<uuid:receipt_id>/words/", views.write_in_receipt, name="write_in_receipt"),
    path("receipts/<uuid:receipt_id>/send/", views.send_to_receipt, name="send_to_receipt"),
    path("concerns/<uuid:concern_id>/", views.of_concern, name="of_concern"),
    path("concerns/<uuid:concern_id>/words/", views.write_in_concern, name="write_in_concern"),
    path("concerns/<uuid:concern_id>/send/", views.send_to_concern, name="send_to_concern"),
    path("items/<uuid:item_id>/", views.detail, name="detail"),
    path("items/<uuid:item_id>/download/", views.download, name="download"),
    path("items/<uuid:item_id>/describe/", views.describe, name="describe"),
    path("items/<uuid:item_id>/take-out/", views.take_out, name="take_out"),
]
