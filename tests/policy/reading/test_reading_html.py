"""Web pages: lists with their numbers, tables with spans, terms, menus, hidden words, and what Word exports."""

import pytest

from belisha.policy.reading import Unreadable, read_document


def read(tmp_path, page):
    path = tmp_path / "page.html"
    path.write_text(page, "utf-8")
    return read_document(path, "page.html")


def words(reading):
    return [(item.text, item.modality) for item in reading.items]


def test_lists_are_numbered_as_a_browser_numbers_them(tmp_path):
    page = """<h2>Rules</h2><p>Staff must not:</p><ol start=3 type=a><li>share passwords<li value=9>reply to strangers
    <ol style="list-style-type: lower-roman"><li>not even once</ol></ol><ul><li>post pictures<p>of any pupil</ul>
    <ol reversed><li>first<li>second</ol>"""
    items = read(tmp_path, page).items
    assert [(item.text, item.number) for item in items[2:]] == [
        ("share passwords", "c."),
        ("reply to strangers", "i."),
        ("not even once", "i(i)"),
        ("post pictures", ""),
        ("of any pupil", ""),
        ("first", "2."),
        ("second", "1."),
    ]
    assert {item.modality for item in items[2:6]} == {"must-not"}


def test_a_table_hands_its_heads_down_over_spans(tmp_path):
    page = """<table><caption>Use of telephones</caption><thead><tr><th rowspan=2>Topic<th colspan=2>Adults<tr><th>Do
    <th>Do not</thead><tr><th rowspan=2>Photographs<td>Use the school camera<td>Use your own phone
    <tr><td>Ask for consent<td><p>Print at home<p>Keep copies</table>"""
    assert words(read(tmp_path, page)) == [
        ("Use of telephones", "statement"),
        ("Topic", "statement"),
        ("Adults", "statement"),
        ("Do", "statement"),
        ("Do not", "statement"),
        ("Photographs", "statement"),
        ("Use the school camera", "must"),
        ("Use your own phone", "must-not"),
        ("Ask for consent", "must"),
        ("Print at home", "must-not"),
        ("Keep copies", "must-not"),
    ]


def test_a_table_that_lays_out_the_page_is_prose(tmp_path):
    page = "<table><tr><td><h1>Conduct</h1><td><p>Staff must be kind.<tr><td colspan=2><p>They should ask.</table>"
    assert words(read(tmp_path, page)) == [
        ("Conduct", "statement"),
        ("Staff must be kind.", "must"),
        ("They should ask.", "should"),
    ]


def test_terms_and_their_meanings_are_one_paragraph_and_questions_are_not(tmp_path):
    page = """<dl><dt>Social media<dd>means any page on which people can write.<dt>May I reply?<dd>No, never.</dl>"""
    items = read(tmp_path, page).items
    assert items[0].text == "Social media: means any page on which people can write."
    assert items[1].modality == "must-not"


def test_menus_and_feet_are_one_line_of_information_and_hidden_words_are_none(tmp_path):
    page = """<body><nav><a href=/>Home</a><a href=/x>You must log in</a></nav><header><h1>Conduct Policy</h1></header>
    <div class=main-menu><ul><li><a href=/y>Staff must see</a></ul></div><p hidden>must not show
    <p style="display:none">x
    <script>must()</script><style>p{}</style><!-- must --><p>Staff must be kind.<footer>Ash Lane<br>Contact</footer>"""
    reading = read(tmp_path, page)
    assert [(item.text, item.kind) for item in reading.items] == [
        ("Home | You must log in", "information"),
        ("Conduct Policy", "heading"),
        ("Staff must see", "information"),
        ("Staff must be kind.", "norm"),
        ("Ash Lane | Contact", "information"),
    ]
    assert reading.title == "Conduct Policy"


def test_lines_that_are_broken_by_hand_are_lines(tmp_path):
    page = "<div>Staff must not:<br>- share passwords<br>- post pictures</div>"
    page += "<pre>1.1 Staff must log out whenever they leave the room,\nand lock it.\n\nReally.</pre>"
    assert words(read(tmp_path, page)) == [
        ("Staff must not:", "statement"),
        ("share passwords", "must-not"),
        ("post pictures", "must-not"),
        ("Staff must log out whenever they leave the room, and lock it.", "must"),
        ("Really.", "statement"),
    ]


def test_bold_lines_are_headings_and_typed_numbers_are_numbers(tmp_path):
    page = """<p><b>Staff conduct</b></p><p>1.1 Staff must:</p><p>(a) log out</p>
    <p><span style="font-weight:bold">Reporting</span></p><p><b>Never</b> reply.</p>"""
    reading = read(tmp_path, page)
    assert [(item.text, item.kind, item.number) for item in reading.items] == [
        ("Staff conduct", "heading", ""),
        ("Staff must:", "information", "1.1"),
        ("log out", "norm", "1.1(a)"),
        ("Reporting", "heading", ""),
        ("Never reply.", "norm", ""),
    ]


WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta charset=utf-8><xml><o:p>must</o:p></xml>
</head><body><p class=MsoTitle>Conduct Policy<o:p></o:p></p><p class=MsoNormal>Staff must not:<o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol'>
<span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;</span></span></span>
<![endif]>share passwords<o:p></o:p></p><p class=MsoListParagraph style='mso-list:l0 level2 lfo1'>
<span style='mso-list:Ignore'>(a)<span>&nbsp;</span></span>with pupils</p></body></html>"""


def test_what_word_exports_keeps_its_bullets_and_numbers(tmp_path):
    reading = read(tmp_path, WORD)
    assert [(item.text, item.modality, item.number) for item in reading.items] == [
        ("Conduct Policy", "statement", ""),
        ("Staff must not:", "statement", ""),
        ("share passwords", "must-not", ""),
        ("with pupils", "must-not", "(a)"),
    ]


def test_a_page_that_is_nested_too_deeply_is_refused_and_not_cut_off(tmp_path):
    with pytest.raises(Unreadable, match="nested"):
        read(tmp_path, "<div>" * 5000 + "Staff must be kind.")


def test_entities_and_far_numbers_do_no_harm(tmp_path):
    entities = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 20}'>" for n in range(1, 12))
    page = f"<!DOCTYPE html [{entities}]><p>Staff must be kind. &e11;<ol start=99999999999999><li value=x>a</ol>"
    page += "<table><tr><td colspan=999999999 rowspan=999999999>Do<td>Do not<tr><td>b<td>c</table>&#0;&#x1;&#xD800;"
    assert ("Staff must be kind. &e11;", "must") in words(read(tmp_path, page))
