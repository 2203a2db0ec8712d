"""A document's own numbers as Word's automatic ones: lists with levels, begun anew where the counting jumps."""

import re
from dataclasses import dataclass, field

# A level for each depth of decimal number, then one for letters, small roman numbers and capital letters.
DECIMALS, FORMS = 3, {"lowerLetter": 3, "lowerRoman": 4, "upperLetter": 5}
NUMBER = re.compile(
    r"(?P<decimal>\d{1,3}(?:\.\d{1,3}){0,2})?(?P<open>\(?)(?P<word>[A-Za-z]{1,4}|\d{1,3})?(?P<close>[.)]?)"
)
ROMAN = {"i": 1, "v": 5, "x": 10}


@dataclass(frozen=True)
class Counted:
    """A number taken apart: the counts above it, its level and count, and how Word prints the level."""

    above: tuple[int, ...]
    level: int
    count: int
    form: str
    text: str


@dataclass
class List:
    """One list of Word's: how its levels look, where they start, and how far they have counted."""

    looks: dict[int, tuple[str, str]] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)

    def goes_on(self, number: Counted) -> bool:
        """Whether Word would print this number next in this list, and every other program too."""
        if self.looks.get(number.level, (number.form, number.text)) != (number.form, number.text):
            return False
        if any(self.counts.get(level) != count for level, count in enumerate(number.above)):
            return False
        if number.level in self.counts:
            return number.level in self.used and number.count == self.counts[number.level] + 1
        return number.count == self.starts.get(number.level, 1) and bool(self.counts)

    def take(self, number: Counted) -> None:
        """Count on."""
        self.looks[number.level] = (number.form, number.text)
        for level, count in enumerate(number.above):
            if level not in self.counts:
                self.starts[level] = self.counts[level] = count
        if not self.used:
            self.starts[number.level] = number.count
        self.counts[number.level] = number.count
        self.used.add(number.level)
        self.counts = {level: count for level, count in self.counts.items() if level <= number.level}


def counted(mark: str, before: Counted | None = None) -> Counted | None:
    """A printed number taken apart; None where Word could not count to it. "(i)" after "(h)" is a letter."""
    found = NUMBER.fullmatch(mark)
    if not found or not (found["decimal"] or found["word"]):
        return None
    above = tuple(int(part) for part in (found["decimal"] or "").split(".") if part)
    shown = ".".join(f"%{level}" for level in range(1, len(above) + 1))
    if any(count > 999 for count in above) or str(".".join(map(str, above))) != (found["decimal"] or ""):
        return None
    if not found["word"]:
        if found["open"]:
            return None
        return Counted(above[:-1], len(above) - 1, above[-1], "decimal", shown + found["close"])
    return _lettered(found, above, shown, before)


def _lettered(found: re.Match, above: tuple[int, ...], shown: str, before: Counted | None) -> Counted | None:
    word = found["word"]
    if (above and not found["open"]) or (found["open"] and found["close"] != ")"):
        return None
    if word.isdecimal():
        form, count = "decimal", int(word)
        level = DECIMALS + len(FORMS)
    else:
        form, count = _form(word, before)
        level = FORMS.get(form, 0)
    if not count:
        return None
    return Counted(above, level, count, form, f"{shown}{found['open']}%{level + 1}{found['close']}")


def _form(word: str, before: Counted | None) -> tuple[str, int]:
    """The family of a lettered number and its count; 0 where it is in none."""
    if word.isupper():
        return "upperLetter", _letter(word.lower())
    if not word.islower():
        return "", 0
    letter, roman = _letter(word), _roman(word)
    goes_on = before is not None and before.form == "lowerLetter" and letter == before.count + 1
    return ("lowerRoman", roman) if roman and not goes_on else ("lowerLetter", letter)


def _letter(word: str) -> int:
    """a → 1, z → 26, aa → 27, bb → 28: as Word counts."""
    return ord(word[0]) - ord("a") + 1 + 26 * (len(word) - 1) if len(set(word)) == 1 else 0


def _roman(word: str) -> int:
    """i → 1, iv → 4, xiv → 14; 0 for what is no small roman number below 40."""
    if not re.fullmatch(r"x{0,3}(?:ix|iv|v?i{0,3})", word):
        return 0
    values = [ROMAN[letter] for letter in word]
    after = [*values[1:], 0]
    return sum(-value if value < later else value for value, later in zip(values, after, strict=True))
