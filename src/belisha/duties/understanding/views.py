"""One short question a page, until all are understood."""

from django.shortcuts import redirect
from django.urls import reverse

from belisha.duties import queries
from belisha.duties.understanding import asking
from belisha.duties.understanding.forms import AnswerForm
from belisha.look.pages import done, get_and_post, page, posted


@get_and_post
def understand(request, duty_id):
    """Ask the first question that is still open. What was answered wrong is shown at once and kept nowhere."""
    duty = queries.own_duty(request.actor, duty_id)
    left = asking.left(request.actor, duty)
    question = next((each for each in left if str(each.pk) == request.POST.get("question")), None)
    if left and request.method == "POST" and question is None:
        return redirect("duties:understand", duty.pk)  # it was understood a moment ago, or is no longer asked
    question = question or next(iter(left), None)
    if question is None:
        return redirect("duties:acknowledge", duty.pk)
    form, wrong = AnswerForm(posted(request), question=question), False
    if form.is_valid():
        if asking.answered(request.actor, question, form.cleaned_data["choice"]):
            return done(request, "That is right.", reverse("duties:understand", args=[duty.pk]))
        form, wrong = AnswerForm(question=question), True
    return page(
        request, "duties/understand.html", duty=duty, question=question, form=form, wrong=wrong, left=len(left),
        clauses=asking.clauses_of(request.actor, question) if wrong else (),
    )  # fmt: skip
