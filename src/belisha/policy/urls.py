from django.urls import path

from belisha.policy import converters, documents, drafting, views
from belisha.policy.audience import views as audience
from belisha.policy.drafts import views as drafts
from belisha.policy.editing import views as editing
from belisha.policy.reviewing import views as reviewing
from belisha.policy.searching import views as searching

assert converters  # registers the path converters used below

app_name = "policy"
urlpatterns = [
    path("", views.library, name="list"),
    path("search/", searching.search, name="search"),
    path("import/", documents.import_, name="import"),
    path("adopt/", drafting.adopt, name="adopt"),
    path("<uuid:policy_id>/", views.detail, name="detail"),
    path("<uuid:policy_id>/audience/", audience.audience, name="audience"),
    path("<uuid:policy_id>/audience/edit/", audience.edit, name="edit_audience"),
    path("<uuid:policy_id>/on-day/", views.on_day, name="on_day"),
    path("<uuid:policy_id>/terms/", drafting.terms, name="terms"),
    path("<uuid:policy_id>/reviews/add/", reviewing.add, name="add_review"),
    path("documents/<uuid:document_id>/", documents.document, name="document"),
    path("documents/<uuid:document_id>/pages/<page:number>/picture/", documents.picture, name="picture"),
    path("documents/<uuid:document_id>/original/", views.original, name="original"),
    path("versions/<uuid:version_id>/", drafting.version, name="version"),
    path("versions/<uuid:version_id>/review/", drafts.review, name="review"),
    path("versions/<uuid:version_id>/keep-sure/", drafts.keep_sure, name="keep_sure"),
    path("versions/<uuid:version_id>/approve/", drafting.approve, name="approve"),
    path("versions/<uuid:version_id>/<step:step>/", drafting.move, name="move"),
    path("versions/<uuid:version_id>/begin/", editing.begin, name="begin"),
    path("versions/<uuid:version_id>/clauses/add/", editing.add, name="add"),
    path("versions/<uuid:version_id>/clauses/<ident:ident>/", views.clause, name="clause"),
    path("versions/<uuid:version_id>/clauses/<ident:ident>/decide/", drafts.decide, name="decide"),
    path("versions/<uuid:version_id>/clauses/<ident:ident>/split/", drafts.split, name="split"),
    path("versions/<uuid:version_id>/clauses/<ident:ident>/merge/", drafts.merge, name="merge"),
    path("versions/<uuid:version_id>/clauses/<ident:ident>/edit/", editing.edit, name="edit"),
    path("versions/<uuid:version_id>/clauses/<ident:ident>/retire/", editing.retire, name="retire"),
]
