"""A page's Markdown as HTML in the design system's classes. What a school types can be no markup and load nothing."""

from functools import cache

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

# Token → the class it wears.
CLASSES = {
    "paragraph_open": "govuk-body",
    "bullet_list_open": "govuk-list govuk-list--bullet",
    "ordered_list_open": "govuk-list govuk-list--number",
    "blockquote_open": "govuk-inset-text",
}
# "# Title" is the page's own; what the school writes stands below it.
HEADINGS = {"h1": ("h2", "govuk-heading-m"), "h2": ("h2", "govuk-heading-m")}
LOWER = ("h3", "govuk-heading-s")


@cache
def _reader() -> MarkdownIt:
    # Raw HTML is shown as it was typed, a picture is not loaded, and an address of a script is no link (its own check).
    return MarkdownIt("commonmark", {"html": False}).disable(["image", "html_block", "html_inline"])


def shown(body: str) -> SafeString:
    """The body as HTML."""
    reader = _reader()
    tokens = reader.parse(body)
    for token in tokens:
        _dress(token)
        for child in token.children or ():
            if child.type == "link_open":
                child.attrs |= {"class": "govuk-link", "rel": "noreferrer noopener"}
    return mark_safe(reader.renderer.render(tokens, reader.options, {}))  # noqa: S308 - html is off: see `_reader`


def _dress(token) -> None:
    if token.type in CLASSES:
        token.attrs["class"] = CLASSES[token.type]
    elif token.type == "heading_open":
        token.tag, token.attrs["class"] = HEADINGS.get(token.tag, LOWER)
    elif token.type == "heading_close":
        token.tag = HEADINGS.get(token.tag, LOWER)[0]
