"""Sentences known by how they begin or what they say outright: definitions, scope, references, exceptions."""

# ruff: noqa: E501 - one row of a pattern table stays one line, so that rows can be compared

import re

from belisha.policy.reading.shapes import Judgement

DEFINES = re.compile(
    r"^.{1,90}?(?P<cue>\bmeans\b(?! that| of)|\b(?:can be|is|are|may be|will be) defined as\b|\bis understood (?:to mean|as)\b|\brefers? to\b(?= (?:any|all|the use|a |an |the act|those|someone|websites|online|software|forms|people|anything|when))"
    r"|\b(?:includes?|including),?\s*(?:but|though|and)?\s*(?:is|are)?\s*not (?:limited|restricted|confined) to\b|\bis (?:the|a) (?:general |broad |generic |collective |umbrella )?term\b)",
    re.I,
)
SAYS_DUTY = re.compile(r"\b(?:must|should|shall|this means|will)\b", re.I)
SCOPE = re.compile(
    r"^\W*(?:(?:the|this|our|these) )?(?:\w+ ){0,4}?(?:policy|policies|guidance|document|agreement|code(?: of conduct)?|procedures?|rules|guidelines|it|section)\s+(?:also |therefore |equally )*(?P<cue>appl(?:y|ies)|covers?|extends?)\b(?! (?:pressure|for))",
    re.I,
)
REFERENCE = re.compile(
    r"^\W*(?P<cue>(?:please )?(?:also )?(?:see|refer to|read|note that this policy|visit|click)\b(?= (?:also |our |the |appendix|annex|section|http|www|page|paragraph|policy|below|above|(?-i:[A-Z])))|for (?:further|more) (?:information|guidance|advice|details?)[, ]"
    r"|(?:further|more|additional) (?:information|guidance|advice|details?)\b.{0,60}\b(?:found|available|provided|obtained|sought)\b"
    r"|(?:it|(?:this|the) (?:policy|document|guidance|code|agreement|procedure|summary|statement))(?: \w+){0,2} (?:(?:should|must|is to) be (?:read|used|viewed|considered|seen)(?= (?:in conjunction|alongside|together|with|as an addition|as part|in line))|sits alongside|is linked|links|takes? (?:\w+ )?(?:into )?account|is based|has been written|refers to|complies|reflects|has due regard|has regard))",
    re.I,
)
EXCEPTION = re.compile(
    r"^\W*(?P<cue>(?:the |an? )?(?:only |sole |one )?exceptions?\b(?= (?:to|is|are|may|will|can|apply|include)|\s*[:,])|(?:this|these|the above|that)(?: [\w']+){0,4} (?:does|do|shall|will) not (?:apply|cover|extend|prevent|prohibit)\b"
    r"|except (?:where|when|if|that|in|for|with|as)\b|unless\b(?=[^,]*$)|(?:nothing in this|this does not)\b|.{3,80}\b(?:is|are) exempt\b|.{3,60}\b(?:does|do) not apply (?:where|when|if|to)\b)",
    re.I,
)
REVIEWED = re.compile(
    r"^\W*(?P<cue>(?:frequency of |policy |next |to be |date of )*review(?:ed|s| date| cycle| frequency| period| schedule)?)\s*[:\-|]?\s*(?:is |are |will be |every |once |at least )*(?:annual|yearly|a year|each|every|termly|biennial|(?:two|three|2|3)[- ]yearly|year|\d+ (?:year|month))",
    re.I,
)
FORMERLY = re.compile(
    r"^\W*(?P<cue>I (?:have read|confirm|acknowledge|have received|declare|have been)\b|(?:(?:staff|full|print|job|your|user|governor|head ?teacher)(?:'s)? )?(?:signed|name|date|title|signature)(?= ?(?:\([^)]*\))?\s*(?:[:_.…\-/]|$)| (?:of|by|for|in full)\b))",
    re.I,
)

FILLED_IN = re.compile(r"(?:[_.…]\s?){5,}|(?:…\s?){3,}")
# "Think about this: is it kind?" instructs and then asks.
TOLD_AND_ASKED = re.compile(
    r"^\W*(?!(?:what|when|where|who|why|how|which|is|are|am|do|does|did|can|could|may|might|should|would|will|must|has|have)\b)[^?]{12,}(?:\s?[-–—]|:|;)\s[^?]{4,}\?$",
    re.I,
)
SURE = 0.9


def by_opening(plain: str) -> Judgement | None:
    """The reading of a sentence that says outright what it is, or None."""
    if FILLED_IN.search(plain) and not re.search(r"\b(?:must|will|should|not)\b", plain):
        return Judgement("information", "statement", "Part of a form or signature.", 0.8)
    if plain.endswith("?") and not TOLD_AND_ASKED.match(plain):
        return Judgement("information", "statement", "A question, so it asks and does not rule.", SURE)
    found = EXCEPTION.match(plain)
    if found:
        return _judged(found, "exception", "may", "It says where a rule does not apply: ")
    found = REVIEWED.match(plain)
    if found:
        return _judged(found, "norm", "will", "It says how often the policy is reviewed: ", ("school",))
    found = REFERENCE.match(plain)
    if found:
        return _judged(found, "reference", "statement", "It points to another document: ")
    found = SCOPE.match(plain)
    if found:
        return _judged(found, "scope", "scope", "It says what the policy covers: ")
    found = DEFINES.match(plain)
    if found and not SAYS_DUTY.search(plain[: found.start("cue")]):
        return _judged(found, "definition", "definition", "It defines a term: ")
    found = FORMERLY.match(plain)
    if found and not re.search(r"\b(?:must|will|not)\b", plain):
        return Judgement("information", "statement", "Part of a form or signature.", 0.8)
    return None


def _judged(found: re.Match, kind: str, modality: str, because: str, binds: tuple[str, ...] = ()) -> Judgement:
    return Judgement(kind, modality, f'{because}"{found["cue"].strip()}".', SURE, binds, found.span("cue"))
