from django.urls import path

from belisha.concerns.handling import views
from belisha.concerns.handling.calling import views as calling
from belisha.concerns.handling.checks import views as checks
from belisha.concerns.handling.papers import views as papers
from belisha.concerns.handling.posts import views as posts
from belisha.policy import converters

assert converters  # registers the path converter used below

ONE = "matters/<uuid:concern_id>/"
PAPER = f"{ONE}papers/<uuid:written_id>/"

app_name = "handling"
urlpatterns = [
    path("numbers/", calling.list_, name="numbers"),
    path("numbers/add/", calling.add, name="number_add"),
    path("numbers/<uuid:number_id>/edit/", calling.edit, name="number_edit"),
    *(
        path(f"numbers/<uuid:number_id>/{step}/", calling.move, {"step": step}, name=f"number_{step}")
        for step in ("check", "retire", "restore")
    ),
    path("filter-checks/", checks.list_, name="checks"),
    path("filter-checks/<uuid:gap_id>/", checks.detail, name="check"),
    path(ONE, views.steps, name="steps"),
    path(f"{ONE}steps/<page:number>/", views.step, name="step"),
    path(f"{ONE}filter-checks/ask/", checks.ask, name="check_ask"),
    path(f"{ONE}platform-reports/", posts.list_, name="posts"),
    path(f"{ONE}platform-reports/add/", posts.add, name="post_add"),
    path(f"{ONE}platform-reports/<uuid:post_id>/answer/", posts.answer, name="post_answer"),
    path(f"{ONE}papers/", papers.begin, name="papers"),
    path(PAPER, papers.detail, name="paper"),
    path(f"{PAPER}edit/", papers.edit, name="paper_edit"),
    path(f"{PAPER}export/", papers.export, name="paper_export"),
    path(f"{PAPER}give/", papers.give, name="paper_give"),
    path(f"{PAPER}answer/", papers.answer, name="paper_answer"),
    path(f"{PAPER}drop/", papers.drop, name="paper_drop"),
    path(f"{ONE}evidence/", views.evidence, name="index"),
    path(f"{ONE}evidence/export/", views.export, name="index_export"),
]  # fmt: skip
