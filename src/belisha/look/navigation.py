"""The navigation bar, as a table. An entry whose page is not built yet, or is not for this adult, is left out."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from belisha.core import access


@dataclass(frozen=True)
class Entry:
    """One link: its label, the name of its page, and the permission it takes to see it ("" for every adult).

    `beside`: pages, by name, that belong to it with everything under them, although their address is another.
    """

    label: str
    url_name: str
    permission: str = ""
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    """An entry as one adult sees it on one page."""

    label: str
    url: str
    current: bool


ENTRIES = (
    Entry("Home", "home"),
    Entry("May I…?", "asking:start", "ask_advice"),
    Entry("Policy", "policy:list"),
    Entry("Guidance", "guidance:list", "read_policy"),
    Entry("Concerns", "triage:list", "handle_concern", beside=("evidence:verified",)),
    Entry("Numbers to call", "handling:numbers", "read_policy"),
    Entry("Registers", "registers:home", "see_registers"),
    Entry("Questions", "advice:list", "ask_question"),
    Entry("References", "references:list"),
    Entry("People", "people:list", "see_people"),
    Entry("Pupils", "pupils:list", "see_pupils"),
    Entry("Duties", "following:overview", "see_acknowledgements"),
    Entry("Audit", "audit:list", "read_audit"),
    Entry("Search", "policy:search", "read_policy"),
)

# What an adult finds on a device that is not theirs: what there is to read.
SHARED = frozenset({"home", "policy:list", "guidance:list", "references:list"})


def items(actor, path: str, entries=ENTRIES) -> list[Item]:
    """The entries this adult may follow, the one that the path lies under marked as current."""
    if getattr(actor, "by_code", False):
        entries = [entry for entry in entries if entry.url_name in SHARED]
    links = [
        (entry, address(entry.url_name))
        for entry in entries
        if not entry.permission or access.may(actor, entry.permission)
    ]
    under = {url: url for _, url in links if url}
    under |= {url: leads for entry, leads in links if leads for name in entry.beside if (url := address(name))}
    current = under.get(longest(list(under), path))
    return [Item(entry.label, url, url == current) for entry, url in links if url]


def address(url_name: str) -> str:
    """Where a page is, or nothing while it does not exist."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def longest(urls: list[str], path: str) -> str:
    """The link that the path lies under; the home page only when it is the page itself."""
    home = min(urls, key=len, default="")
    under = [url for url in urls if path == url or (path.startswith(url) and url != home)]
    return max(under, key=len, default="")
