from django.urls import path

from belisha.duties.following import chasing_views, paper_views, views

app_name = "following"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("own/", views.own, name="own"),
    path("export/", views.export, name="export"),
    path("remind/", chasing_views.remind, name="remind"),
    path("reminders/edit/", chasing_views.chasing, name="chasing"),
    path("lines/<uuid:line_id>/", views.line, name="line"),
    path("lines/<uuid:line_id>/sheet/", paper_views.sheet, name="sheet"),
    path("adults/<uuid:adult_id>/", views.adult, name="adult"),
    path("adults/<uuid:adult_id>/remind/", chasing_views.remind_one, name="remind_one"),
    path("adults/<uuid:adult_id>/excuses/add/", chasing_views.excuse, name="excuse"),
    path("adults/<uuid:adult_id>/papers/<uuid:line_id>/record/", paper_views.record, name="paper"),
    path("excuses/<uuid:excuse_id>/end/", chasing_views.end_excuse, name="end_excuse"),
    path("papers/<uuid:paper_id>/", paper_views.signed, name="signed"),
]
