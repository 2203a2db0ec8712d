"""Web pages: headings, paragraphs, lists, tables and lists of terms. Nothing is fetched and nothing runs."""

import re
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, NavigableString, Tag

from belisha.policy.reading.headings import is_bare
from belisha.policy.reading.marks import read_mark
from belisha.policy.reading.numbering import formatted
from belisha.policy.reading.shapes import Block, Unreadable
from belisha.policy.reading.sheet import Cell, Sheet, add_table, cell_of, clean

DEEPEST = 200  # elements inside each other; the parser stops reading at 256
WIDEST = 100  # columns of a table
XML = re.compile(r"\s*<\?xml[^>]*>")  # what an XHTML page begins with; it was obeyed when the page was decoded
UNSAID = {
    "script", "style", "template", "head", "noscript", "svg", "iframe", "object", "embed", "audio", "video", "canvas",
    "button", "select", "input", "textarea", "datalist", "map", "rp", "rt", "del", "s", "strike", "xml",
}  # fmt: skip
PARTS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "html", "legend", "li",
    "main", "nav", "ol", "p", "pre", "search", "section", "summary", "td", "th", "ul",
}  # fmt: skip
BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
WORD_LIST = re.compile(r"mso-list\s*:\s*l\d+\s+level(\d)", re.I)
WORD_MARK = re.compile(r"mso-list\s*:\s*ignore", re.I)
WORD_BULLETS = str.maketrans(dict.fromkeys("·§Øüvq", "•"))  # letters that Symbol and Wingdings draw as bullets
MENU = re.compile(
    r"(?:^|[-_ ])(?:nav|navbar|navigation|menu|breadcrumbs?|skip-?(?:link|nav)|cookies?)(?:$|[-_ ])", re.I
)
FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "lower-alpha": "lowerLetter",
         "upper-alpha": "upperLetter", "lower-latin": "lowerLetter", "upper-latin": "upperLetter",
         "lower-roman": "lowerRoman", "upper-roman": "upperRoman"}  # fmt: skip
LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:[^;]*?(none|(?:lower|upper)-(?:alpha|latin|roman)|decimal)", re.I)


@dataclass(slots=True)
class Said:
    """The words of one paragraph as they come in, and whether each piece is bold."""

    pieces: list[tuple[str, bool]] = field(default_factory=list)

    def words(self) -> str:
        """The words with single spaces; a line end stands only where the page breaks the line."""
        return re.sub(r"[ \t]*\n[ \t]*", "\n", re.sub(r"[ \t]+", " ", "".join(words for words, _ in self.pieces)))

    def bold(self) -> bool:
        """Whether all of the words are bold."""
        return all(bold for words, bold in self.pieces if words.strip())


@dataclass(slots=True)
class Page(Sheet):
    """A sheet with the paragraph that is being gathered and what it stands in."""

    said: Said = field(default_factory=Said)
    level: int = 0  # of the heading it is in
    depth: int = 0  # of the list it is in
    mark: str = ""  # the number or bullet that the browser would print before it

    def end(self) -> None:
        """Writes the paragraph gathered so far, if it has words."""
        words = clean(self.said.words()).strip()
        bold, self.said = self.said.bold(), Said()
        if not words:
            return
        if self.level:
            printed = self._printed(words)
            self.heading(words.replace("\n", " "), self.level, _counted(printed), printed)
        elif self.depth:
            self._item(words, bold)
        elif "\n" in words:
            self.stack.clear()
            self.lines(words)
        else:
            self.paragraph(words, bold)

    def _item(self, words: str, bold: bool) -> None:
        printed = self._printed(words)
        number = read_mark(words).number or _counted(printed)
        if bold and printed and is_bare(words[read_mark(words).length :]):
            self.heading(words, 9, number, printed)
        else:
            self.add(words, "item", self.depth, number, printed)

    def _printed(self, words: str) -> str:
        printed, self.mark = self.mark, ""
        return "" if read_mark(words).listed else printed


def _counted(printed: str) -> str:
    return printed if any(map(str.isalnum, printed)) else ""


def html_blocks(text: str) -> tuple[str, list[Block]]:
    """The words of a web page and its blocks; raises Unreadable where it is nested deeper than any document."""
    soup = BeautifulSoup(XML.sub("", text) + "\n", "lxml")
    if _depth(soup) >= DEEPEST:
        raise Unreadable(
            "The web page is damaged: its parts are nested too deeply to be read.",
            "Open it in a browser, copy the policy into Word and save it as Word (.docx).",
        )
    page = Page()
    _walk(page, soup, bold=False)
    page.end()
    return page.source, page.blocks


def _depth(soup: BeautifulSoup) -> int:
    depth, deepest, pending = 0, 0, [(soup, 0)]
    while pending:
        element, depth = pending.pop()
        deepest = max(deepest, depth)
        pending += [(child, depth + 1) for child in element.children if isinstance(child, Tag)]
    return deepest


def _walk(page: Page, element: Tag, bold: bool) -> None:
    """Reads what is inside an element; one level of the page is one call."""
    for child in element.children:
        if isinstance(child, Tag):
            _element(page, child, bold)
        elif type(child) is NavigableString:  # comments, declarations and the like are its subclasses
            page.said.pieces.append((re.sub(r"[\r\n\f]", " ", child) if element.name != "pre" else str(child), bold))


def _element(page: Page, element: Tag, bold: bool) -> None:
    name, style = element.name.rpartition(":")[2], _style(element)
    if name in UNSAID or element.has_attr("hidden") or HIDDEN.search(style):
        return
    if WORD_MARK.search(style):
        page.mark = " ".join(element.get_text().translate(WORD_BULLETS).split())
        return
    if name == "br":
        page.said.pieces.append(("\n", bold))
    elif name == "table":
        page.end()
        _table(page, element)
    elif _is_aside(element):
        _aside(page, element)
    elif name in PARTS or _heading(element):
        page.end()
        _part(page, element, name, style, bold or bool(BOLD.search(style)))
    else:
        _walk(page, element, bold or name in {"b", "strong"} or bool(BOLD.search(style)))


def _style(element: Tag) -> str:
    return str(element.get("style") or "")


def _heading(element: Tag) -> int:
    if re.fullmatch(r"h[1-6]", element.name):
        return int(element.name[1])
    if element.get("role") == "heading":
        level = str(element.get("aria-level") or "2")
        return int(level) if re.fullmatch("[1-9]", level) else 2
    return 1 if element.name == "p" and {"MsoTitle", "title"} & set(element.get("class") or []) else 0


def _is_aside(element: Tag) -> bool:
    """Whether this is the frame of the web site and not the document: a menu, its head and foot."""
    if element.name == "nav" or element.get("role") in {"navigation", "contentinfo", "search"}:
        return True
    if element.name == "footer":
        return element.find_parent(["main", "article", "blockquote"]) is None
    if element.name == "header" or element.get("role") == "banner":
        return element.find_parent(["main", "article"]) is None and element.find(["h1", "h2"]) is None
    named = " ".join([*(element.get("class") or []), str(element.get("id") or "")])
    return element.name in {"div", "ul", "ol", "section", "p", "a"} and bool(MENU.search(named)) and _links(element)


def _links(element: Tag) -> bool:
    """Whether most of the words are those of links."""
    linked = sum(len(link.get_text(strip=True)) for link in element.find_all("a"))
    return element.name == "a" or 2 * linked > len(element.get_text(strip=True))


def _aside(page: Page, element: Tag) -> None:
    page.end()
    for unsaid in element.find_all(UNSAID):
        unsaid.extract()
    words = " | ".join(clean(" ".join(words.split())) for words in element.stripped_strings if clean(words).strip())
    if words:
        page.add(words, "furniture")


def _part(page: Page, element: Tag, name: str, style: str, bold: bool) -> None:
    """One block of the page; what it changes for the words inside is put back behind it."""
    level, depth = page.level, page.depth
    page.level = _heading(element) or level
    if found := WORD_LIST.search(style):
        page.depth = int(found[1])
    if name in {"ul", "ol"}:
        _list(page, element)
    elif name == "dl":
        _terms(page, element, bold)
    elif name == "hr":
        page.stack.clear()
    else:
        _walk(page, element, bold)
    page.end()
    page.level, page.depth = level, depth


def _list(page: Page, element: Tag) -> None:
    page.depth += 1
    own = LIST_STYLE.search(_style(element))
    form = FORMS.get(str(element.get("type") or "")) or FORMS.get(own[1].lower() if own else "", "decimal")
    members = [child for child in element.children if isinstance(child, Tag)]
    backwards = element.has_attr("reversed")
    count = _whole(element.get("start"), sum(child.name == "li" for child in members) if backwards else 1)
    for child in members:
        if child.name != "li":
            _element(page, child, bold=False)
            continue
        count = _whole(child.get("value"), count)
        page.end()
        page.mark = f"{formatted(count, form)}." if element.name == "ol" and not (own and own[1] == "none") else "•"
        _element(page, child, bold=False)
        page.mark = ""
        count += -1 if backwards else 1


def _whole(value, default: int) -> int:
    written = str(value or "").strip()
    return int(written) if re.fullmatch(r"-?\d{1,6}", written) else default


def _terms(page: Page, element: Tag, bold: bool) -> None:
    """A term and what it means are one paragraph; a question stays apart from its answer."""
    terms: list[str] = []
    for child in element.find_all(["dt", "dd"]):
        if child.find_parent("dl") is not element:
            continue
        words = " ".join(child.get_text().split()) if child.name == "dt" else ""
        if child.name == "dt" and not words.endswith("?"):
            terms += [words] if words else []
            continue
        if terms:
            page.said.pieces.append((f"{', '.join(terms).rstrip(':')}: ", False))
            terms = []
        _walk(page, child, bold)
        page.end()
    if terms:
        page.said.pieces.append((", ".join(terms), False))


def _table(page: Page, element: Tag) -> None:
    """A table of one column, or one that only lays out the page, is a frame round prose."""
    rows = [row for row in element.find_all("tr") if row.find_parent("table") is element]
    cells = [[cell for cell in row.find_all(["td", "th"]) if cell.find_parent("tr") is row] for row in rows]
    for caption in element.find_all("caption", limit=1):
        _element(page, caption, bold=True)
        page.end()
    if max((len(row) for row in cells), default=0) <= 1 or element.get("role") == "presentation" or _lays_out(element):
        for cell in (cell for row in cells for cell in row):
            _walk(page, cell, bold=False)
            page.end()
        return
    heads = 0
    while heads < len(rows) - 1 and (
        rows[heads].find_parent("thead") is not None or all(cell.name == "th" for cell in cells[heads])
    ):
        heads += 1
    add_table(page, _grid(cells), heads)


def _lays_out(element: Tag) -> bool:
    """Whether a table holds headings of the document or other tables, as old pages do."""
    return element.find(["h1", "h2", "h3", "table", "main", "nav"]) is not None


def _grid(rows: list[list[Tag]]) -> list[list[Cell]]:
    """The cells in their columns, counting those that reach down from rows above and across."""
    below: dict[int, int] = {}  # column: rows that it is still taken
    made = []
    for row in rows:
        column, line, taken = 0, [], dict(below)
        for cell in row:
            while taken.get(column):
                column += 1
            wide = min(max(_whole(cell.get("colspan"), 1), 1), WIDEST)
            high = min(max(_whole(cell.get("rowspan"), 1), 1), len(rows))
            inside = Page()
            _walk(inside, cell, bold=False)
            inside.end()
            line.append(cell_of(column, wide, inside))
            below |= dict.fromkeys(range(column, column + wide), high)
            column += wide
        below = {at: left - 1 for at, left in below.items() if left > 1}
        made.append(line)
    return made
