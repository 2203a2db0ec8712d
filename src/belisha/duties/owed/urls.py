from django.urls import path

from belisha.duties.owed.doing import views as doing
from belisha.duties.owed.keeping import views as keeping
from belisha.duties.owed.training import views as training

app_name = "owed"
urlpatterns = [
    # What the school asks: `asked_id` is a Duty, `unasked_id` one that nobody is asked for.
    path("", keeping.list_, name="list"),
    path("add/", keeping.add, name="add"),
    path("references/<uuid:reference_id>/ask/", keeping.ask_to_read, name="ask_to_read"),
    path("<uuid:asked_id>/", keeping.duty, name="duty"),
    path("<uuid:asked_id>/edit/", keeping.edit, name="edit"),
    path("<uuid:unasked_id>/begin/", keeping.start, name="start"),
    path("<uuid:asked_id>/end/", keeping.end, name="end"),
    # What one adult owes: `owed_id` is an Owed, `wish_id` one with a wish for help.
    path("mine/", doing.record, name="record"),
    path("mine/<uuid:owed_id>/", doing.detail, name="detail"),
    path("mine/<uuid:owed_id>/answer/", doing.do, name="do"),
    path("mine/<uuid:owed_id>/evidence/", doing.evidence, name="evidence"),
    path("help/", doing.help_wanted, name="help_wanted"),
    path("help/<uuid:wish_id>/end/", doing.helped, name="helped"),
    path("training/", training.register, name="training"),
    path("training/<uuid:asked_id>/add/", training.session, name="session"),
]
