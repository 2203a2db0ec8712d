"""OpenDocument made here: outline numbers, lists that go on, tables, deletions, notes, heads and feet."""

import pytest
from bindings import odt

from belisha.policy.reading import Unreadable, read_document

LISTS = """<text:list-style style:name="L1">
<text:list-level-style-number text:level="1" style:num-suffix="." style:num-format="1" text:start-value="4"/>
<text:list-level-style-number text:level="2" style:num-format="1" text:display-levels="2"/>
<text:list-level-style-number text:level="3" style:num-format="a" style:num-prefix="(" style:num-suffix=")"/>
</text:list-style><text:list-style style:name="L2"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/>
</text:list-style>
<style:style style:name="P1" style:family="paragraph" style:list-style-name="L2"/>
<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="P2" style:parent-style-name="Heading_20_2"/><style:style style:name="Heading_20_2"
 style:display-name="Heading 2"/>"""


def read(tmp_path, body, **more):
    path = odt(tmp_path / "made.odt", body, LISTS, **more)
    return read_document(path, "made.odt")


def listed(*members, more='text:style-name="L1"'):
    return (
        f"<text:list {more}>{''.join(f'<text:list-item>{member}</text:list-item>' for member in members)}</text:list>"
    )


def para(words, style=""):
    return f'<text:p text:style-name="{style}">{words}</text:p>'


def test_automatic_numbers_are_worked_out_over_levels_and_lists(tmp_path):
    inner = listed(para("lock their screens"), para("never share passwords"), more="")
    body = listed(para("Staff must:") + listed(f"{para('do this:')}{inner}", more=""))
    body += para("Between.") + listed(
        para("Governors should ask."), more='text:style-name="L1" text:continue-numbering="true"'
    )
    body += listed(para("Parents may ask."))
    items = read(tmp_path, body).items
    assert [(item.text, item.number) for item in items] == [
        ("Staff must:", "4."),
        ("do this:", "4.1"),
        ("lock their screens", "4.1(a)"),
        ("never share passwords", "4.1(b)"),
        ("Between.", ""),
        ("Governors should ask.", "5."),
        ("Parents may ask.", "4."),
    ]


def test_a_list_goes_on_from_another_by_its_id_and_starts_where_it_says(tmp_path):
    body = listed(para("one"), more='text:style-name="L1" xml:id="a"') + listed(para("x"), more='text:style-name="L2"')
    body += listed(para("two"), more='text:style-name="L1" text:continue-list="a"')
    body += listed(para("nine")).replace("<text:list-item>", '<text:list-item text:start-value="9">')
    assert [item.number for item in read(tmp_path, body).items] == ["4.", "", "5.", "9."]


def test_headings_come_from_levels_styles_and_bold_and_take_outline_numbers(tmp_path):
    styles = """<text:outline-style><text:outline-level-style text:level="1" style:num-format="1"/>
    <text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/></text:outline-style>"""
    body = '<text:h text:outline-level="1">Conduct</text:h><text:h text:outline-level="2">Scope</text:h>'
    body += para("Reporting", "P2") + para('<text:span text:style-name="B">At home</text:span>')
    body += para('<text:span text:style-name="B">Never</text:span> reply.')
    items = read(tmp_path, body, styles=styles).items
    assert [(item.text, item.kind, item.number) for item in items] == [
        ("Conduct", "heading", "1"),
        ("Scope", "heading", "1.1"),
        ("Reporting", "heading", ""),
        ("At home", "heading", ""),
        ("Never reply.", "norm", ""),
    ]


def test_what_was_deleted_is_not_read_and_notes_and_feet_come_last(tmp_path):
    gone = "<text:tracked-changes><text:changed-region><text:deletion><text:p>must go</text:p></text:deletion>"
    body = gone + "</text:changed-region></text:tracked-changes>"
    body += para(
        "Staff must<text:s text:c='2'/>be<text:change text:change-id='1'/> <text:span>kind</text:span><text:note>"
        "<text:note-citation>1</text:note-citation><text:note-body><text:p>Always.</text:p></text:note-body></text:note>"
        " to<text:tab/>all.<office:annotation><text:p>really?</text:p></office:annotation>"
    )
    body += f"<text:table-of-content><text:index-body>{para('Staff must 3')}</text:index-body></text:table-of-content>"
    body += para("<draw:frame><draw:text-box><text:p>Governors must ask.</text:p></draw:text-box></draw:frame>")
    body += '<text:section text:display="none"><text:p>must hide</text:p></text:section>'
    foot = "<style:footer><text:p>Ash Lane</text:p></style:footer>"
    items = read(tmp_path, body, styles=f"{foot}{foot}").items
    assert [(item.text, item.kind) for item in items] == [
        ("Staff must be kind to all.", "norm"),
        ("Staff must 3", "information"),
        ("Governors must ask.", "norm"),
        ("1Always.", "information"),
        ("Ash Lane", "information"),
    ]


def test_a_table_hands_its_column_heads_down(tmp_path):
    def row(*cells):
        return (
            "<table:table-row>"
            + "".join(f"<table:table-cell>{cell}</table:table-cell>" for cell in cells)
            + ("</table:table-row>")
        )

    heads = f"<table:table-header-rows>{row(para('Topic'), para('Do'), para('Do not'))}</table:table-header-rows>"
    spanned = (
        f'<table:table-row><table:table-cell table:number-columns-spanned="3">{para("Telephones")}</table:table-cell>'
    )
    spanned += "<table:covered-table-cell/><table:covered-table-cell/></table:table-row>"
    body = (
        heads + spanned + row(para("Photographs"), para("Use the school camera"), listed(para("Use your own"), more=""))
    )
    items = read(tmp_path, f"<table:table>{body}</table:table>").items
    assert [(item.text, item.modality) for item in items[3:]] == [
        ("Telephones", "statement"),
        ("Photographs", "statement"),
        ("Use the school camera", "must"),
        ("Use your own", "must-not"),
    ]


@pytest.mark.parametrize(
    "body",
    ["<text:section>" * 200 + "</text:section>" * 200, listed(para("x")) * 2 + "<oops>", "&bomb;"],
)
def test_a_damaged_document_is_refused(tmp_path, body):
    with pytest.raises(Unreadable, match="damaged"):
        read(tmp_path, body)


def test_far_numbers_and_circles_do_no_harm(tmp_path):
    circle = '<style:style style:name="R" style:parent-style-name="R"/>'
    far = listed(para("Staff must ask.", "R"), more='text:style-name="L1"').replace(
        "<text:list-item>", '<text:list-item text:start-value="99999999999999999999">'
    )
    wide = '<table:table-cell table:number-columns-repeated="99999999"><text:p>a</text:p></table:table-cell>'
    reading = read(
        tmp_path, f"{far}<table:table><table:table-row>{wide}{wide}</table:table-row></table:table>", styles=circle
    )
    assert reading.items[0].modality == "must"
