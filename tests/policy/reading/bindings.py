"""One policy bound in every format that a school may send: each maker takes the parts of a text and writes a file."""

import html
import zipfile
from dataclasses import dataclass

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from belisha.policy.reading.lines import text_blocks

OFFICE = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for name, long in {
        "office": "office", "text": "text", "style": "style", "table": "table", "draw": "drawing",
        "fo": "xsl-fo-compatible", "manifest": "manifest",
    }.items()
)  # fmt: skip


@dataclass(frozen=True)
class Part:
    """One heading, paragraph or list item of the text, with its number as typed."""

    shape: str
    words: str
    level: int
    number: str


def parts(source: str) -> list[Part]:
    """The parts of a plain text, as our own reader of plain text finds them."""
    found = []
    for block in text_blocks(source):
        words = " ".join(source[slice(*block.inner)].split())
        if words:
            found.append(Part(block.shape, words, max(block.level, 1), block.number))
    return found


def markdown(folder, source: str):
    """Markdown with hashes and stars."""
    lines = []
    for part in parts(source):
        if part.shape == "heading":
            lines.append(f"{'#' * part.level} {part.words}")
        elif part.shape == "item":
            lines.append(f"{'  ' * (part.level - 1)}- {part.number} {part.words}".replace("-  ", "- "))
        else:
            lines.append(part.words)
    return _kept(folder / "policy.md", "\n\n".join(lines).encode())


def web_page(source: str, css: str = "", head: str = "") -> str:
    """The text as a web page; also what the PDFs are printed from."""
    body, depth = [], 0
    for part in parts(source):
        wanted = part.level if part.shape == "item" and not part.number else 0
        while depth > wanted:
            body, depth = [*body, "</ul>"], depth - 1
        while depth < wanted:
            body, depth = [*body, "<ul>"], depth + 1
        words = html.escape(f"{part.number} {part.words}".strip())
        tag = f"h{min(part.level, 6)}" if part.shape == "heading" else "li" if wanted else "p"
        body.append(f"<{tag}>{words}</{tag}>")
    body += ["</ul>"] * depth
    return f"<!doctype html><html><head><meta charset=utf-8><title>x</title><style>{css}</style></head><body>{head}" + (
        "\n".join(body) + "</body></html>"
    )


def hypertext(folder, source: str):
    """A page of a school's web site, with its menu and its foot."""
    menu = "<nav><ul><li><a href=/>Home</a></li><li><a href=/staff>Staff must log in</a></li></ul></nav>"
    page = web_page(source, head=menu).replace("</body>", "<footer>Ash Lane Primary School</footer></body>")
    return _kept(folder / "policy.html", page.encode())


def styled_word(folder, source: str):
    """Word with its own styles for headings and lists."""
    document = Document()
    for part in parts(source):
        if part.shape == "heading":
            document.add_heading(f"{part.number} {part.words}".strip(), min(part.level, 9))
        elif part.shape == "item" and not part.number:
            document.add_paragraph(part.words, style="List Bullet")
        else:
            document.add_paragraph(f"{part.number} {part.words}".strip())
    document.sections[0].footer.paragraphs[0].text = "Reviewed every September"
    document.save(folder / "policy.docx")
    return folder / "policy.docx"


def messy_word(folder, source: str):
    """Word as it is really typed: headings only bold, numbers and bullets made by Word."""
    document = Document()
    root = document.part.numbering_part.element
    bullets = '<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf0b7"/></w:lvl>'
    root.append(parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{bullets}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    counted = _sequence(root)
    for part in parts(source):
        paragraph = document.add_paragraph()
        run = paragraph.add_run(part.words)
        run.bold = part.shape == "heading" or None
        if part.number and (num := counted(part.number)):
            _number(paragraph, num, 0)
        elif part.number:
            run.text = f"{part.number} {part.words}"
        elif part.shape == "item":
            _number(paragraph, "90", 0)
    document.save(folder / "messy.docx")
    return folder / "messy.docx"


def _sequence(root):
    """Gives each run of numbers n.1, n.2, … a Word list of its own, which prints them."""
    made, ready = {}, {}

    def num(number: str) -> str:
        stem, _, last = number.rpartition(".")
        if not (stem and last.isdigit()) or ready.get(stem, 0) + 1 != int(last):
            return ""
        if stem not in made:
            made[stem] = str(200 + len(made))
            text = f'<w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{stem}.%1"/>'
            level = f'<w:lvl w:ilvl="0">{text}</w:lvl>'
            root.append(
                parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{made[stem]}">{level}</w:abstractNum>')
            )
            root.append(
                parse_xml(
                    f'<w:num {nsdecls("w")} w:numId="{made[stem]}"><w:abstractNumId w:val="{made[stem]}"/></w:num>'
                )
            )
        ready[stem] = int(last)
        return made[stem]

    return num


def _number(paragraph, num: str, depth: int) -> None:
    marks = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="{num}"/></w:numPr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(marks))


def open_document(folder, source: str):
    """OpenDocument with headings by outline level and lists by style."""
    body = []
    for part in parts(source):
        words = html.escape(f"{part.number} {part.words}".strip())
        if part.shape == "heading":
            body.append(f'<text:h text:outline-level="{part.level}">{words}</text:h>')
        elif part.shape == "item" and not part.number:
            inner = f"<text:p>{words}</text:p>"
            for _ in range(part.level):
                inner = f"<text:list><text:list-item>{inner}</text:list-item></text:list>"
            body.append(inner.replace("<text:list>", '<text:list text:style-name="L1">', 1))
        else:
            body.append(f"<text:p>{words}</text:p>")
    return odt(folder / "policy.odt", "".join(body))


def odt(path, body: str, automatic: str = "", styles: str = "", manifest: str = ""):
    """An OpenDocument package round the body of a text."""
    content = (
        f"<?xml version='1.0'?><office:document-content {OFFICE}><office:automatic-styles>{automatic}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        package.writestr("content.xml", content)
        package.writestr("styles.xml", f"<office:document-styles {OFFICE}>{styles}</office:document-styles>")
        package.writestr("META-INF/manifest.xml", f"<manifest:manifest {OFFICE}>{manifest}</manifest:manifest>")
    return path


PAPER = """
@page { size: 130mm 170mm; margin: 18mm 15mm;
  @top-center { content: "Ash Lane Primary School"; font-size: 8pt }
  @bottom-left { content: "Staff policy | Reviewed September"; font-size: 8pt }
  @bottom-right { content: "Page " counter(page) " of " counter(pages); font-size: 8pt } }
body { font-family: sans-serif; font-size: 10.5pt; line-height: 1.35 }
h1 { font-size: 18pt } h2 { font-size: 14pt } h3 { font-size: 12pt }
"""


def printed(folder, source: str, css: str = PAPER):
    """A PDF on small pages, with running heads and numbered feet, so that many sentences are torn."""
    return pdf(folder / "policy.pdf", web_page(source, css))


def pdf(path, page: str):
    """A PDF printed from a web page."""
    from weasyprint import HTML  # takes a second to import

    HTML(string=page).write_pdf(path)
    return path


def plain(folder, source: str):
    """The text itself."""
    return _kept(folder / "policy.txt", source.encode())


def _kept(path, data: bytes):
    path.write_bytes(data)
    return path


BINDINGS = {
    "text": plain, "Markdown": markdown, "HTML": hypertext, "Word": styled_word, "messy Word": messy_word,
    "OpenDocument": open_document, "PDF": printed,
}  # fmt: skip
