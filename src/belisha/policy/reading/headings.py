"""Is this line a heading? By its sign, its emphasis, its capitals, or by being short and bare."""

import re

from belisha.policy.reading.marks import Mark

SHORT = 85  # characters
WORDS = 12
FRONT = 12  # lines looked at to see that nothing stands before a title
ENDED = re.compile(r"[.;:,!]['\")\]’”*_]*\s*$|:\s*[-–—]\s*$")
UNDERLINED = re.compile(r"\s{0,3}(=+|-{3,})\s*$")
BOLD = re.compile(r"(\*\*|__)[^*]+\1$")
ASKS = re.compile(r"\W*(?:what|when|where|who|why|how|which|things|use|using|acceptable|unacceptable)\b", re.I)
# A modal with at least two words after it makes a sentence of a short line: "Staff must not share passwords".
SAYS = re.compile(
    r"\b(?:must|should|will|may|shall|cannot|can|is|are|do not|don't|never|has|have)\b(?:\s+\S+){2,}", re.I
)
OPENS = re.compile(r"\W*(?:do not|don't|never|always|please|i|we)\b", re.I)
QUESTION = re.compile(r"\?\W*$")


def heading_level(lines: list, index: int, mark: Mark) -> int:
    """1..9 for a heading, 0 for anything else. `lines` have `.text`; the neighbours are looked at too."""
    text = lines[index].text[mark.length :].strip()
    if mark.hashes:
        return mark.hashes
    if not text or mark.bullet:
        return 0
    following = lines[index + 1].text if index + 1 < len(lines) else ""
    if UNDERLINED.match(following) and len(text) < SHORT:
        return 1 if "=" in following else 2
    if not is_bare(text):
        return 0
    if mark.number:
        return _numbered(lines, index, mark, text)
    alone = not following.strip() or BOLD.match(text)
    before = lines[index - 1].text.strip() if index else ""
    if not any(line.text.strip() for line in lines[: min(index, FRONT)]) and _is_titled(text):
        return 1
    return 1 if (alone or text.isupper()) and not before else int(bool(BOLD.match(text)))


def _is_titled(text: str) -> bool:
    """Whether the first line of a document is its title: every longer word has a capital."""
    return len(text.split()) > 1 and all(word[0].isupper() for word in text.split() if len(word) > 3)


def is_bare(text: str) -> bool:
    """Whether the words could be a heading: short, no full stop, not a sentence, not a name and value."""
    words = text.strip("*_ ")
    if len(words) > SHORT or len(words.split()) > WORDS or ENDED.search(words) or "\t" in words:
        return False
    first = next((letter for letter in words if letter.isalnum()), "")
    if not first or first.islower():
        return False
    if QUESTION.search(words) or ASKS.match(words):
        return True
    return not SAYS.search(words) and not OPENS.match(words)


def _numbered(lines: list, index: int, mark: Mark, text: str) -> int:
    """A numbered bare line is a heading when what follows is not just the next number of the same kind."""
    if mark.kind.startswith("decimal"):
        after = next((line.text for line in lines[index + 1 :] if line.text.strip()), "")
        from_next = NUMBERED.match(after)
        same = from_next and from_next.group(1).count(".") == mark.number.count(".")
        following_blank = index + 1 >= len(lines) or not lines[index + 1].text.strip()
        if text.isupper() or BOLD.match(text) or not (same and not following_blank):
            return mark.number.strip("()").count(".") + 1 if after else 0
    return 0


NUMBERED = re.compile(r"\s*(?:[-*•]\s+)?(\d{1,2}(?:\.\d{1,3})*)[.)]?\s")
