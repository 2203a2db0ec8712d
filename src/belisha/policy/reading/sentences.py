"""Sentences, and the cuts inside a sentence that holds two duties."""

import re

END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’)\]]*(?=\s+[\"'“‘(\[]*[A-Z0-9•])|[.!?][\"'”’)\]]*$|;[\"'”’]+(?=\s+[A-Z])")
# A full stop after one of these does not end a sentence.
ALWAYS_SHORT = re.compile(r"\b(?:e\.g|i\.e|eg|ie|mr|mrs|ms|dr|prof|rev|st|vs|para|paras|nos|(?-i:[A-Z]))\.$", re.I)


# A "sentence" longer than this is a document without full stops; it is cut at a space, so that time stays in bounds.
LONGEST = 1500  # characters


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of one folded block, without the spaces between them; they cover the block."""
    spans, start = [], 0
    for match in END.finditer(text):
        head = text[max(start, match.end() - 8) : match.end()]
        if ALWAYS_SHORT.search(head) and match.end() < len(text) and not head.endswith("I."):
            continue
        spans += _bounded(text, start, match.end())
        start = match.end() + 1
    return spans + _bounded(text, start, len(text))


def _bounded(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans = []
    while end - start > LONGEST:
        space = text.rfind(" ", start + 1, start + LONGEST)
        cut = space if space > 0 else start + LONGEST
        spans.append((start, cut))
        start = cut + (space > 0)
    return [*spans, (start, end)] if start < end else spans
