"""Does a text hold a password, a code or a key? The register says where they are kept, and never what they are.

It errs on the side of refusing: "cupboard 3" is easily written for "cupboard3", and a password is not easily taken out
of a log again. What was typed is never repeated in the answer; the word is named by its place.
"""

import re
from collections.abc import Callable


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# After these, and a colon or "is", comes what they are. Unless it goes on with where: "the password is in the safe".
LABEL = re.compile(
    r"(?i)\b(?:(?P<pass>pass\s?(?:word|code|phrase|key)s?|pwd)|pw|pin|pins|tokens?|secrets?|codes?|combination|logins?|key)\b"
    r"\s*(?P<sign>[:=]|\b(?:is|are|was)\b)?\s*(?P<next>\S+)?"
)
WHERE = _words(
    "a an the in at on by with from under inside behind above only kept held stored written locked sealed known shared "
    "changed ask see not never and or of to for is are was which that who where manager managers vault book safe "
    "folder list envelope cupboard drawer office our its their this there both two each every "
    "holder holders sent shown made"
)
GLUE = _words("a an the in at on by with from under of to for and or is are kept held office school safe")
# Letters and figures in one word, and nevertheless the name of a thing.
THINGS = _words(
    "1password office365 microsoft365 windows10 windows11 keepass2 keepassxc google365 year10 year11 m365 o365"
)
COMMON = _words("qwerty qwertz letmein iloveyou asdfgh asdfghjkl abcdef trustno")
SHAPES = ("-----BEGIN", "otpauth:", "ssh-rsa", "ssh-ed25519")
EDGES = " \t.,;:!?()[]{}<>“”\"'‘’"
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
TIME = re.compile(r"\d{1,2}[:.]\d\d")
LINK = re.compile(r"https?://[^@?#=\s]+")
HELP = "Say only where it is kept, for example: the office’s password manager, which the head and the office open."
LONG_WORD, LONG_KEY = 22, 20


def fault(text: str, *, words=True, phrases=True) -> str:
    """Why a text is refused, as a sentence; empty where nothing in it looks like a secret.

    Not `words` for the public name of an account, which may be one word with figures; not `phrases` for prose.
    """
    if any(shape in text for shape in SHAPES):
        return f"This holds a key. {HELP}"
    if _told(text):
        return f"This seems to tell a password or code, and not where it is kept. {HELP}"
    for place, word in enumerate(text.split() if words else (), 1):
        if is_secret(word):
            return f"Word {place} looks like a password, a code or a key. {HELP}"
    return f"This looks like a password made of words. {HELP}" if phrases and _is_phrase(text) else ""


def fault_in(field: str, text: str) -> str:
    """What a text of a field tells that it must not, as a sentence; empty where it tells nothing."""
    return fault(text, words=field != "name", phrases=field == "credentials")


def is_secret(word: str) -> bool:
    """Whether one word by itself looks like a password, a code or a key."""
    bare = word.strip(EDGES).removesuffix("’s").removesuffix("'s")
    if not bare or bare.casefold() in THINGS or any(each.fullmatch(bare) for each in (ADDRESS, LINK, TIME)):
        return False
    return any(looks(bare) for looks in LOOKS)


def _figures(word: str) -> bool:
    """A number of four figures or more, that is no year: 4711, 12-34-56."""
    digits = re.sub(r"[-./ ]", "", word)
    return digits.isdigit() and len(digits) >= 4 and not re.fullmatch(r"(?:19|20)\d\d(?:[-/]\d\d(?:\d\d)?)?", word)


def _mixed(word: str) -> bool:
    """Letters and figures together, unless it is a place with a number: Room12, 5th."""
    if not (re.search(r"[^\W\d_]", word) and re.search(r"\d", word)):
        return False
    short = re.fullmatch(r"[^\W\d_]+\d{1,2}[^\W\d_]?|\d{1,3}(?:st|nd|rd|th)|\d{1,2}[^\W\d_]", word)
    return len(word) >= 8 or (len(word) >= 5 and not short)


def _signs(word: str) -> bool:
    """A sign in the middle of a word, where no English word has one: P@ss, a#b, user:pass@host."""
    return bool(re.search(r"\w[@$%^*~=+|\\#!?<>{}\[\]_:]+\w|\w[@$%^*~=+#]$|^[@$%^*~=+!]\w.*[!?$%^*#]", word))


def _humps(word: str) -> bool:
    """Capitals in the middle more than once: aBcDeF. OneDrive has one."""
    return len(re.findall(r"[a-z][A-Z]", word)) >= 2


def _long(word: str) -> bool:
    """Longer than any word of a sentence."""
    parts = re.split(r"[-/’']", word)
    return any(len(part) >= LONG_WORD for part in parts) or (
        len(word) >= LONG_KEY and not all(part.isalpha() for part in parts)
    )


def _chained(word: str) -> bool:
    """Four or more words tied together with nothing between them that English needs: correct-horse-battery-staple."""
    parts = re.split(r"[-_.]", word.casefold())
    return len(parts) >= 4 and all(part.isalpha() for part in parts) and not GLUE & set(parts)


def _common(word: str) -> bool:
    return word.casefold() in COMMON


LOOKS: tuple[Callable[[str], bool], ...] = (_figures, _mixed, _signs, _humps, _long, _chained, _common)


def _told(text: str) -> bool:
    """ "Password: …" or "the code is …", and then something that is no place."""
    for found in LABEL.finditer(text):
        said, sign = (found["next"] or "").strip(EDGES).casefold(), found["sign"]
        if said and sign and said not in WHERE:
            return True
        if said and not sign and (re.search(r"\d", said) or (found["pass"] and said not in WHERE)):
            return True
    return False


def _is_phrase(text: str) -> bool:
    """Four or more small words in a row that make no sentence: correct horse battery staple."""
    words = [word.strip(EDGES).casefold() for word in text.split()]
    return len(words) >= 4 and all(word.isalpha() for word in words) and not (GLUE | WHERE) & set(words)
