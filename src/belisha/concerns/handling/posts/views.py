"""Reports to platforms, and what became of them."""

from belisha.concerns.handling import queries
from belisha.concerns.handling.forms import AnswerForm, PostForm
from belisha.concerns.handling.posts import actions
from belisha.concerns.handling.views import opened_concern, to
from belisha.look.pages import done, get_and_post, get_only, page, posted


@get_only
def list_(request, concern_id):
    """What was reported, what came back, whose time is up."""
    concern = opened_concern(request, concern_id)
    return page(
        request, "handling/posts.html", concern=concern, posts=queries.posts_of(request.actor, concern),
        hours=queries.platform_hours(concern), numbers=queries.numbers(concern.school, "platform"),
    )  # fmt: skip


@get_and_post
def add(request, concern_id):
    """Note a report to a platform."""
    concern = opened_concern(request, concern_id)
    form = PostForm(posted(request))
    if form.is_valid():
        said = form.cleaned_data
        actions.add(
            concern, by=request.actor, key=said["key"], reported_at=said["at"], intimate=said["intimate"],
            unsafe=said["unsafe"], words={name: said[name] for name in PostForm.WORDS},
        )  # fmt: skip
        return done(request, "Noted. Its time runs from when it was reported.", to("posts", concern))
    return page(request, "handling/post_add.html", concern=concern, form=form)


@get_and_post
def answer(request, concern_id, post_id):
    """Note what the platform did."""
    concern = opened_concern(request, concern_id)
    row = queries.post_for(request.actor, concern, post_id)
    form = AnswerForm(posted(request))
    if form.is_valid():
        actions.answered(row, by=request.actor, **form.cleaned_data)
        return done(request, "Noted.", to("posts", concern))
    return page(request, "handling/post_answer.html", concern=concern, form=form)
