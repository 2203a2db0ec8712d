from django.urls import path

from belisha.advice.asking import starting, views
from belisha.policy import converters

assert converters  # registers the path converter used below

app_name = "asking"
urlpatterns = [
    path("", starting.start, name="start"),
    path("words/", starting.understand, name="understand"),
    path("begin/", starting.begin, name="begin"),
    path("records/", views.list_, name="list"),
    path("<uuid:inquiry_id>/", views.next_, name="next"),
    path("<uuid:inquiry_id>/said/<page:number>/", views.change, name="change"),
    path("<uuid:inquiry_id>/conclude/", views.conclude, name="conclude"),
    path("<uuid:inquiry_id>/answer/", views.detail, name="detail"),
    path("<uuid:inquiry_id>/what-if/", views.what_if, name="what_if"),
    path("<uuid:inquiry_id>/again/", views.again, name="again"),
    path("<uuid:inquiry_id>/print/", views.print_, name="print"),
    path("<uuid:inquiry_id>/record/", views.record, name="record"),
]
