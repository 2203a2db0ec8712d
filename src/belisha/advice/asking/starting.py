"""Where asking begins: a list of what people want to do, or a question in one's own words, understood and corrected."""

from uuid import UUID, uuid5

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from belisha.advice.asking import actions, doing, queries, rules
from belisha.advice.asking.start_forms import UnderstoodForm, WordsForm, chosen
from belisha.core.access import Can, require
from belisha.look.pages import get_and_post, get_only, page, post_only, posted

# Where somebody goes who leaves in a hurry, and the rooms that an entry may lead to.
LEAVES_TO = "policy:list"
ROOMS = {
    "declare": ("Tell the Headteacher of a family tie", "family:declare"),
    "permission": ("Ask for the Headteacher’s permission", "permissions:ask"),
    "protocol": ("Suggest an agreed protocol", "protocols:suggest"),
}
CONCERN = "concern"
# How many other readings of somebody's words are offered.
OTHERS = 3


@get_only
def start(request):
    """What people want to do, to be searched or asked in one's own words."""
    require(request.actor, Can.ASK_ADVICE)
    return _start(request, WordsForm())


@get_and_post
def understand(request):
    """What was understood of a question in own words. It is in no address and is kept nowhere until it counts."""
    require(request.actor, Can.ASK_ADVICE)
    if request.method != "POST":
        return redirect("asking:start")
    form = WordsForm(posted(request))
    return _understood(request, form.cleaned_data["words"]) if form.is_valid() else _start(request, form)


@post_only
def begin(request):
    """Begin to ask: an entry of the list as it stands, or what was understood and corrected."""
    require(request.actor, Can.ASK_ADVICE)
    if "understood" not in request.POST:
        entry = _entry(request.POST.get("doing", ""))
        return _begin(request, rules.key_from(request.POST.get("key")), entry, chosen(entry), "")
    form = UnderstoodForm(request.POST)
    if not form.is_valid():
        best = _entry(request.POST.get("doing", ""))
        return page(request, "asking/understood.html", form=form, **_beside(request, form["words"].value() or "", best))
    return _begin(request, form.cleaned_data["key"], form.cleaned_data["doing"], form.facts, form.cleaned_data["words"])


def _start(request, form):
    telling = queries.telling(request.actor)
    return page(
        request, "asking/start.html", form=form, groups=doing.groups(), key=rules.key_from(None), telling=telling,
        rooms={**{key: reverse(name) for key, (_, name) in ROOMS.items()}, CONCERN: telling.url},
        leave=reverse(LEAVES_TO),
    )  # fmt: skip


def _understood(request, words: str):
    """The best reading of the words, or the one that was chosen instead, with the others beside it."""
    found = doing.match(words)
    instead = request.POST.get("instead", "")
    best = doing.reading(words, _entry(instead)) if instead else found[0]
    others = [each.doing for each in found if each.doing is not best.doing][:OTHERS]
    form = UnderstoodForm(found=best, words=words)
    return page(request, "asking/understood.html", form=form, others=others, **_beside(request, words, best.doing))


def _beside(request, words: str, best: doing.Doing) -> dict:
    """What stands around what was understood: danger first, the room that helps, and the way out."""
    telling = queries.telling(request.actor)
    label, name = ROOMS.get(best.leads_to, ("", ""))
    return {
        "best": best, "alarms": doing.alarms(words), "telling": telling, "leave": reverse(LEAVES_TO), "words": words,
        "room": {"label": label, "url": reverse(name)} if name else None,
        "concern": best.leads_to == CONCERN,
    }  # fmt: skip


def _entry(key: str) -> doing.Doing:
    """The entry that somebody chose. An entry that only leads elsewhere begins nothing."""
    try:
        entry = doing.doing(key)
    except KeyError:
        raise Http404 from None
    if not entry.begins:
        raise Http404
    return entry


def _begin(request, key: UUID, entry: doing.Doing, facts: dict, words: str):
    """A second click begins nothing more; another choice from the same page, gone back to, begins another."""
    said = f"{request.actor.pk} {entry.key} {sorted((name, str(value)) for name, value in facts.items())}"
    inquiry = actions.begin(
        request.actor.school, by=request.actor, key=uuid5(key, said), doing=entry.key, facts=facts, words=words
    )
    return redirect("asking:next", inquiry.pk)
