"""The sentences of one block into pieces: each judged in its setting, cut where it holds a second duty."""

from dataclasses import dataclass, replace

from belisha.policy.reading.answers import answer_end, answered, is_bare
from belisha.policy.reading.folding import Folded
from belisha.policy.reading.judging import Setting, judge
from belisha.policy.reading.kinds import kind_of, main_modal
from belisha.policy.reading.leadins import introduces, lead_in
from belisha.policy.reading.modals import modals
from belisha.policy.reading.sentences import sentences
from belisha.policy.reading.shapes import NORMATIVE, Block, Judgement
from belisha.policy.reading.splitting import parts
from belisha.policy.reading.verbs import forbidding, imperative

LEADS = Judgement("information", "statement", "A lead-in: its strength goes to the list below it.", 0.9)
GOES_ON = "Goes on from"
LINKS = ("and to ", "and ", "but ", "or ", "although ", "though ", "however, ", "however ")
THEY = "They "


@dataclass(frozen=True, slots=True)
class Piece:
    """A span of the source with its words and reading; `role` is heading, lead, furniture or clause."""

    block: Block
    start: int
    text: str
    judged: Judgement
    role: str


def passages(block: Block, folded: Folded, setting: Setting, leads: bool) -> list[Piece]:
    """The pieces of one block of prose; with `leads` its last sentence is the lead-in of a list."""
    plain = folded.plain
    spans = sentences(plain)
    made: list[tuple[int, int, Judgement, str]] = []
    index = 0
    while index < len(spans):
        left, right = spans[index]
        if index + 1 < len(spans) and plain[right - 1] == "?":
            taken = _answer(plain, spans, index, setting)
            if taken:
                answer, until = spans[index + 1][0], spans[index + taken - 1][1]
                after = answer + answer_end(plain[answer:until]) if taken == 2 else until
                made.append((left, after, _taken(plain, spans, index), "clause"))
                if after < until:
                    start = until - len(plain[after:until].lstrip())
                    made += _judged_parts(plain, start, until, setting, first=False)
                index += taken
                continue
        last = leads and index == len(spans) - 1
        led = _leading(plain, left, right, setting) if last else []
        made += led or _judged_parts(plain, left, right, setting, first=index == 0)
        index += 1
    return [_piece(block, folded, order, *row) for order, row in enumerate(made)]


def _leading(plain: str, left: int, right: int, setting: Setting) -> list[tuple]:
    """A sentence that is a lead-in, or whose last part is: "are responsible for the policy and will:"."""
    start = opening(plain, left, right)
    if start > left:
        until = left + len(plain[left:start].rstrip())
        return [*_judged_parts(plain, left, until, setting, first=True), (start, right, LEADS, "lead")]
    return [(left, right, LEADS, "lead")] if _only_leads(plain[left:right]) else []


def opening(plain: str, left: int, right: int) -> int:
    """Where the words begin that hand their strength to the list below: the sentence, or its last part."""
    start, end = parts(plain, left, right)[-1]
    words = plain[start:end]
    return start if start > left and modals(words) and _only_leads(without_link(words)) else left


def _only_leads(plain: str) -> bool:
    """Whether a lead-in rules nothing by itself: its strength goes to the list, or it has none."""
    lead = lead_in(plain)
    if lead and lead.kind == "exception":  # "Managers will speak to you first, unless:" rules and then leads
        modal = main_modal(plain)
        return modal is None or not kind_of(plain, modal)
    return lead is not None or (introduces(plain) and not modals(plain) and not imperative(plain))


def _answer(plain: str, spans: list, index: int, setting: Setting) -> int:
    """How many sentences the question, its yes or no, and an explanation that only repeats it take; 0 if none."""
    judged = _taken(plain, spans, index)
    if judged is None:
        return 0
    left, right = spans[index + 1]
    if is_bare(plain[left:right]) and index + 2 < len(spans):
        again = judge(plain[slice(*spans[index + 2])], setting)
        if again.modality in {judged.modality, "statement"} and again.kind != "reference":
            return 3
    return 2


def _taken(plain: str, spans: list, index: int) -> Judgement | None:
    """The reading of the question at `index` with the sentence after it; the cue counts from the question."""
    return answered(plain[slice(*spans[index])], plain[slice(*spans[index + 1])])


def _judged_parts(plain: str, left: int, right: int, setting: Setting, *, first: bool) -> list[tuple]:
    """One sentence in its parts. Only the first sentence of a list item takes the lead-in's strength."""
    if not first:
        setting = replace(setting, listed=setting.listed and setting.lead is not None and not setting.lead.strong)
    inherits = setting.listed and setting.lead is not None and setting.lead.strong
    found: list[tuple] = []
    for start, end in parts(plain, left, right, inherits):
        before = found[-1] if found else None
        if before and before[2].kind == "norm" and _goes_on(plain, start, end):
            judged = replace(before[2], cue=_relative(before, start), inherited=True, why=_goes_on_from(before[2]))
        elif before:
            judged = _later(plain, start, end, setting, before)
        else:
            judged = judge(plain[start:end], setting)
        found.append((start, end, judged, "clause"))
    return found


def _later(plain: str, start: int, end: int, setting: Setting, before: tuple) -> Judgement:
    """A later part of a sentence, read alone; who is bound may stand in the part before it."""
    words = without_link(plain[start:end])
    shift = end - start - len(words)
    judged = judge(words, setting)
    if judged.kind not in NORMATIVE and before[2].kind in NORMATIVE and _lacks_subject(words):
        again = judge(THEY + words, setting)
        judged, shift = (again, shift - len(THEY)) if again.kind in NORMATIVE and again.cue else (judged, shift)
    if judged.cue and not judged.inherited:
        judged = replace(judged, cue=(judged.cue[0] + shift, judged.cue[1] + shift))
    if judged.binds == ("adult",) and before[2].binds:
        judged = replace(judged, binds=before[2].binds)
    if judged.kind in NORMATIVE and _lacks_subject(words):
        said = plain[before[0] : before[1]].split()
        words_before = " ".join(said[:6]) + ("…" if len(said) > 6 else "")
        judged = replace(judged, why=f'{judged.why[:-1]}; it goes on from "{words_before}".')
    return judged


def _lacks_subject(words: str) -> bool:
    found = modals(words)
    return bool(found) and found[0].start == 0


def _goes_on_from(judged: Judgement) -> str:
    if judged.why.startswith(GOES_ON):
        return judged.why
    return f"{GOES_ON} what stands before it. {judged.why}"


def _goes_on(plain: str, start: int, end: int) -> bool:
    """Whether a later part has no strength of its own and takes that of the part before it."""
    if plain[:start].rstrip().endswith(";") or forbidding(without_link(plain[start:end])):
        return False
    return main_modal(plain[start:end]) is None


def _relative(before: tuple, start: int) -> tuple[int, int] | None:
    """The cue of the part before, counted from the part that goes on; or its source span when inherited."""
    judged = before[2]
    if judged.cue is None or judged.inherited:
        return judged.cue
    return (judged.cue[0] + before[0] - start, judged.cue[1] + before[0] - start)


def without_link(words: str) -> str:
    """The words of a later part without the "and" or "but" that joins them."""
    for link in LINKS:
        if words.lower().startswith(link):
            return words[len(link) :]
    return words


def _piece(block: Block, folded: Folded, order: int, left: int, right: int, judged: Judgement, role: str) -> Piece:
    start = block.start if order == 0 else folded.at[left]
    return Piece(block, start, folded.text[left:right], in_source(judged, folded, left), role)


def in_source(judged: Judgement, folded: Folded, left: int) -> Judgement:
    """The same reading with its cue as a span of the source instead of the words that begin at `left`."""
    if judged.cue is None or (judged.inherited and not judged.why.startswith(GOES_ON)):
        return judged
    first, last = left + judged.cue[0], left + judged.cue[1] - 1
    if judged.inherited and not (0 <= first <= last < len(folded.at)):
        return judged
    return replace(judged, cue=(folded.at[first], folded.at[last] + 1))
