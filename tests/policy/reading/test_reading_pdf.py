"""PDFs of the awkward shapes: turned words, torn bullets, columns, running heads, scans, ticks in tables."""

import struct

import pytest
from bindings import pdf
from rawpdf import PICTURE, at, downwards, raw_pdf, ruled, upwards

from belisha.policy.reading import Unreadable, read_document
from belisha.policy.reading.apart import page_picture

XS, YS = [50, 250, 320, 390, 460], [100, 200, 230, 260]


def read(path):
    return read_document(path, "policy.pdf")


def words(reading):
    return [(item.text, item.modality) for item in reading.items]


def drawn(tmp_path, *pages, **more):
    return raw_pdf(tmp_path / "drawn.pdf", ["\n".join(page) for page in pages], **more)


@pytest.mark.parametrize("way", ["upwards", "backwards", "downwards"])
def test_column_heads_that_are_printed_upwards_are_read_the_right_way_round(tmp_path, way):
    page = [ruled(XS, YS), at(60, 150, "What adults may use")]
    for x, head in zip((285, 355, 425), ("Allowed", "Not allowed", "With permission"), strict=True):
        page.append(downwards(x, 105, head) if way == "downwards" else upwards(x + 3, 195, head, way == "backwards"))
    page += [at(60, 220, "Personal phone in class"), at(350, 220, "\xfc", "F4")]
    page += [at(60, 250, "School camera on trips"), at(280, 250, "\xfc", "F4")]
    assert words(read(drawn(tmp_path, page))) == [
        ("What adults may use", "statement"),
        ("Allowed", "statement"),
        ("Not allowed", "statement"),
        ("With permission", "statement"),
        ("Personal phone in class ✓", "must-not"),
        ("School camera on trips ✓", "may"),
    ]


def test_a_table_goes_on_over_the_page_with_its_heads_and_its_torn_row(tmp_path):
    heads = [at(60, 115, "Topic", "F2"), at(210, 115, "Do", "F2"), at(410, 115, "Do not", "F2")]
    one = [ruled([50, 200, 400, 550], [100, 120, 160]), *heads]
    one += [at(60, 140, "Photographs"), at(210, 140, "Ask for consent and"), at(410, 140, "Print at home")]
    two = [ruled([50, 200, 400, 550], [100, 120, 140, 160]), *heads, at(210, 135, "keep the answer in the office.")]
    two += [at(60, 155, "Messages"), at(210, 155, "Use the school account"), at(410, 155, "Give out your number")]
    assert words(read(drawn(tmp_path, one, two)))[3:] == [
        ("Photographs", "statement"),
        ("Ask for consent and keep the answer in the office.", "must"),
        ("Print at home", "must-not"),
        ("Messages", "statement"),
        ("Use the school account", "must"),
        ("Give out your number", "must-not"),
    ]


def test_bullets_that_stand_beside_or_above_their_words_go_back_to_them(tmp_path):
    page = [at(50, 100, "Staff must not:")]
    page += [at(60, 128.5, "\xb7", "F3"), at(80, 130, "share passwords")]
    page += [at(60, 158, "\xa7", "F3"), at(80, 172, "post photographs of pupils")]
    page += [at(60, 200, "o", "F5"), at(80, 200, "reply to strangers")]
    assert words(read(drawn(tmp_path, page))) == [
        ("Staff must not:", "statement"),
        ("share passwords", "must-not"),
        ("post photographs of pupils", "must-not"),
        ("reply to strangers", "must-not"),
    ]


def test_a_page_that_lies_on_its_side_is_read_as_it_is_shown(tmp_path):
    lines = [(100, "Staff must be kind to everyone who writes"), (115, "to the school, and must not reply in anger.")]
    page = [f"BT /F1 11 Tf 0 1 -1 0 {x} 60 Tm ({line}) Tj ET" for x, line in lines]
    assert words(read(drawn(tmp_path, page, page="/Rotate 90"))) == [
        ("Staff must be kind to everyone who writes to the school,", "must"),
        ("and must not reply in anger.", "must-not"),
    ]


def test_a_sentence_is_joined_over_the_end_of_a_page_and_heads_and_feet_are_told_once(tmp_path):
    heads = [at(50, 40, "Ash Lane Primary School", size=8)]
    one = [
        *heads,
        at(50, 100, "Staff must tell the Headteacher about anything online that"),
        at(280, 810, "Page 1 of 3"),
    ]
    two = [*heads, at(50, 100, "might harm a pupil, and should keep a copy of it."), at(280, 810, "Page 2 of 3")]
    three = [*heads, at(50, 100, "Governors must not reply."), at(280, 810, "Page 3 of 3")]
    reading = read(drawn(tmp_path, one, two, three))
    assert words(reading) == [
        ("Ash Lane Primary School", "statement"),
        ("Page 1 of 3", "statement"),
        ("Staff must tell the Headteacher about anything online that might harm a pupil,", "must"),
        ("and should keep a copy of it.", "should"),
        ("Governors must not reply.", "must-not"),
    ]
    starts = [reading.source[at:].split()[0] for at in reading.pages]
    assert starts == ["Ash", "might", "Governors"]


def test_a_line_of_the_text_that_is_the_same_on_three_pages_is_no_running_head(tmp_path):
    head = at(50, 70, "Ash Lane Primary School")
    again = [at(50, 100, "friends with any pupil of the school, and this is so for"), at(50, 114, "every adult.")]
    pages = [
        [head, *again, at(50, 160, f"Part {page} of the policy says that Governors must not be")] for page in range(4)
    ]
    reading = read(drawn(tmp_path, *pages))
    assert [text for text, _ in words(reading)].count("Ash Lane Primary School") == 1
    assert reading.source.count("friends with any pupil of the school, and this is so for every adult.") == 4


def test_words_torn_by_a_hyphen_are_whole_again_and_words_with_a_hyphen_keep_it(tmp_path):
    lines = [
        "Staff must not share any photograph on a web-",
        "based page. The school keeps photographs of photo-",
        "graphs, and low-level worries are for the Head-",
        "teacher. Any low-",
        "level worry must be told. A Headteacher or photograph.",
    ]
    page = [at(50, 100 + 14 * index, line) for index, line in enumerate(lines)]
    source = read(drawn(tmp_path, page)).source
    for whole in ("web-based page", "of photographs,", "the Headteacher. Any low-level worry"):
        assert whole in source


def test_contents_with_leaders_are_no_clauses(tmp_path):
    page = [at(50, 80, "Contents", "F2", 16)]
    page += [at(50, 110 + 20 * index, f"{index}. Staff must {'. ' * 50} {index + 2}") for index in range(1, 5)]
    assert {item.kind for item in read(drawn(tmp_path, page)).items} == {"heading", "information"}


def test_notes_at_the_foot_do_not_come_between_the_halves_of_a_sentence(tmp_path):
    one = [at(50, 100, "Staff must follow the code of conduct at all times, and this is what")]
    one += [at(50, 780, "1", size=6), at(55, 783, "Kept in the office.", size=8)]
    two = [
        at(50, 100, "every school expects of them."),
        at(50, 114, "They should ask when they are not sure about it."),
    ]
    assert (
        "Staff must follow the code of conduct at all times, and this is what every school expects of them.",
        "must",
    ) in (words(read(drawn(tmp_path, one, two))))


def test_a_scan_is_refused_and_a_single_scanned_page_is_named(tmp_path):
    with pytest.raises(Unreadable, match="is a scan"):
        read(drawn(tmp_path, [PICTURE], [PICTURE]))
    with pytest.raises(Unreadable, match="Most pages"):
        read(drawn(tmp_path, [PICTURE], [PICTURE], [at(50, 100, "Staff must be kind.")]))
    partly = read(
        drawn(tmp_path, [at(50, 100, "Staff must be kind.")], [PICTURE], [at(50, 100, "Staff should be fair.")])
    )
    assert words(partly)[1] == ("[Page 2 is a picture. Its words could not be read.]", "statement")
    assert len(partly.pages) == 3


def test_a_pdf_whose_letters_mean_nothing_is_refused(tmp_path):
    page = [at(50, 100 + 20 * index, "\x01\x02\x03\x04\x05\x06\x07\x0e\x0f\x10", "F3") for index in range(10)]
    with pytest.raises(Unreadable, match=r"letters of the PDF|no words"):
        read(drawn(tmp_path, page))


def test_a_pdf_with_a_password_is_refused(tmp_path):
    ident = "<00112233445566778899aabbccddeeff>"
    locked = f"/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -1340 /O <{'ab' * 32}> /U <{'cd' * 32}> >>"
    with pytest.raises(Unreadable, match="password"):
        read(drawn(tmp_path, [at(50, 100, "Staff must be kind.")], trailer=f"/ID [{ident} {ident}] {locked}"))


def test_a_pdf_with_too_many_pages_is_refused(tmp_path):
    with pytest.raises(Unreadable, match="401 pages"):
        read(drawn(tmp_path, *[[] for _ in range(401)]))


def test_half_a_pdf_is_refused(tmp_path):
    path = drawn(tmp_path, [at(50, 100, "Staff must be kind.")])
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(Unreadable, match="damaged"):
        read(path)


def test_a_page_can_be_seen_as_a_picture(tmp_path):
    path = drawn(tmp_path, [at(50, 100, "Staff must be kind.")])
    picture = page_picture(path, 1, 300)
    assert picture.startswith(b"\x89PNG")
    wide, high = struct.unpack(">II", picture[16:24])
    assert (abs(wide - 300), abs(high - 424)) <= (1, 1)
    with pytest.raises(Unreadable, match="no page 2"):
        page_picture(path, 2, 300)


BASE = """.grid { border-collapse: collapse; width: 100% } .grid td, .grid th { padding: 3pt 5pt; text-align: left }
@page { size: A4; margin: 20mm; @bottom-center { content: "Conduct | Page " counter(page) " of " counter(pages) } }
.cover { page-break-after: always } .cover p { font-size: 26pt; text-align: center }"""
STYLES = {
    "colours and a ruled table": """body { font: 11pt sans-serif } h1 { font-size: 16pt; color: #1f4e79 }
        h2 { font-size: 13pt; color: #2e75b6 } .grid td, .grid th { border: 0.6pt solid #444 }
        .grid th { background: #1f4e79; color: white }""",
    "two columns": """body { font: 9.5pt/1.3 sans-serif } .main { columns: 2; column-gap: 8mm; text-align: justify }
        h1 { font-size: 12pt } h2 { font-size: 10pt } .grid td, .grid th { border: 0.6pt solid #444 }""",
    "capitals and hyphens": """@page { size: A5 } body { font: 10pt serif; text-align: justify; hyphens: auto }
        h1 { font-size: 10pt; text-transform: uppercase } h2 { font-size: 10pt }
        .grid td, .grid th { border: 0.6pt solid #444 }""",
    "a table with level rules only": """body { font: 11pt/1.5 sans-serif } h1 { font-size: 11pt } h2 { font-size: 11pt }
        .grid { break-inside: avoid } .grid td, .grid th { border-bottom: 0.6pt solid #888 }""",
}
PAGE = """<div class=cover><p>Ash Lane Primary School</p><p>Online Conduct Policy</p></div><div class=main>
<h1>1. Introduction</h1><p>This policy sets out what every adult at the school is asked to do, and it belongs with the
code of conduct.</p><p>All staff must read this policy every September and must sign the slip at its end.</p>
<h2>1.1 Scope</h2><p>This policy applies to all employees, governors, volunteers and trainee teachers.</p>
<h1>2. Responsibilities</h1><p>The Headteacher will:</p><ul><li>keep a register of every school account;</li>
<li>arrange training for new staff within their first half term, so that nobody runs an account before they were shown
how to do it.<ul><li>This should be repeated each year.</li></ul></li></ul>
<table class=grid><thead><tr><th>Topic</th><th>Do</th><th>Do not</th></tr></thead>
<tr><td>Photographs</td><td>Use the school camera</td><td>Use your own telephone to photograph pupils</td></tr>
<tr><td>Messages</td><td>Write from the school account</td><td>Give your number to pupils</td></tr>
<tr><td>Pages</td><td>Keep two adults in charge of each</td><td>Accept comments from the public</td></tr></table>
<h1>3. Breaches</h1><p>Any breach of this policy may lead to disciplinary action, and the governing body must be told
of it at its next meeting without the names of pupils.</p></div>"""


@pytest.mark.parametrize("style", STYLES)
def test_a_printed_policy_is_read_whatever_its_style(tmp_path, style):
    page = f"<html lang=en><meta charset=utf-8><style>{BASE}{STYLES[style]}</style>{PAGE}"
    reading = read(pdf(tmp_path / "styled.pdf", page))
    assert [
        (item.text.split()[0], item.modality, item.section.upper()) for item in reading.items if item.normative
    ] == [
        ("All", "must", "INTRODUCTION"),
        ("and", "must", "INTRODUCTION"),
        ("keep", "will", "RESPONSIBILITIES"),
        ("arrange", "will", "RESPONSIBILITIES"),
        ("This", "should", "RESPONSIBILITIES"),
        ("Use", "must", "RESPONSIBILITIES"),
        ("Use", "must-not", "RESPONSIBILITIES"),
        ("Write", "must", "RESPONSIBILITIES"),
        ("Give", "must-not", "RESPONSIBILITIES"),
        ("Keep", "must", "RESPONSIBILITIES"),
        ("Accept", "must-not", "RESPONSIBILITIES"),
        ("Any", "may", "BREACHES"),
        ("and", "must", "BREACHES"),
    ]
    assert reading.title == "Online Conduct Policy"
    assert [item.number for item in reading.items if item.kind == "heading" and item.number] == ["1", "1.1", "2", "3"]
