"""Reading a staff list as a table, and planning what it would do: plain values, no database."""

import pytest
from given import HEAD, a_workbook, a_zip

from belisha.people.lists.headings import proposed
from belisha.people.lists.plan import Known, Plan
from belisha.people.lists.reading import Given, read
from belisha.people.lists.rows import understood
from belisha.people.lists.rules import MOST_COLUMNS, MOST_ROWS, Unreadable
from belisha.people.lists.tables import Table, from_text


def rows(data: bytes, name="staff.csv"):
    """The rows of a file whose columns are taken as proposed."""
    _, table = read([Given(name, data)])
    samples = [table.samples(column) for column in range(len(table.headings))]
    return understood(table, proposed(table.headings, samples))


def one(cells: str, head: str = HEAD):
    (row,) = rows((head + cells).encode())
    return row


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("Name,Email\nZoë Ünal,z@a.example".encode(), ("Zoë Ünal", "z@a.example")),
        ("\ufeffName;E-Mail\nZoë Ünal;Z@A.example".encode(), ("Zoë Ünal", "z@a.example")),
        ("Name;Email\r\nZoë O’Neill;z@a.example".encode("cp1252"), ("Zoë O’Neill", "z@a.example")),
        ("Full name\tWork email\nZoë Ünal\tz@a.example".encode("utf-16"), ("Zoë Ünal", "z@a.example")),
        ("Full name\tWork email\nZoë Ünal\tz@a.example".encode("utf-16-le"), ("Zoë Ünal", "z@a.example")),
        ("Full name\tWork email\nZoë Ünal\tz@a.example".encode("utf-16-be"), ("Zoë Ünal", "z@a.example")),
        ('"Legal Surname","Forename","E MAIL"\n"Ünal","Zoë","z@a.example"'.encode(), ("Zoë Ünal", "z@a.example")),
        (b'Name,Email\n"Hesketh, Tom",t@a.example', ("Tom Hesketh", "t@a.example")),
        (b'Name,Email\n"Tom\nHesketh",  t@a.example ', ("Tom Hesketh", "t@a.example")),
        (b"Payroll no,Name,Email,Notes\n7,Tom Hesketh,t@a.example,likes tea", ("Tom Hesketh", "t@a.example")),
        (b"\n\nName|Email\n\nTom Hesketh|t@a.example\n\n", ("Tom Hesketh", "t@a.example")),
        (b"Staff report\nPrinted 1 May,,\n\nName,Email\nTom Hesketh,t@a.example", ("Tom Hesketh", "t@a.example")),
        (b"sep=;\nName;Email\nTom Hesketh;t@a.example", ("Tom Hesketh", "t@a.example")),
        (b"Name,Email\nTom Hesketh,,,,", ("Tom Hesketh", "")),
    ],
)
def test_a_list_is_understood_however_it_was_saved(data, expected):
    (row,) = rows(data)
    assert (row.name, row.email, row.wrong) == (*expected, [])


# The first lines of the lists that the schools' own systems export, and what each column is taken for.
EXPORTS = {
    "SIMS": ("Staff Code,Legal Surname,Legal Forename,Chosen Surname,Chosen Forename,Work Email,Post,Date of Arrival,"
             "Date of Leaving", ["key", "", "", "last", "first", "email", "role", "starts", "ends"]),
    "Arbor": ("Arbor ID,Preferred Full Name,Default Email Address,Position,Start Date,End Date,Contract Type",
              ["key", "name", "email", "role", "starts", "ends", "kind"]),
    "Bromcom": ("StaffID,Preferred First Name,First Name,Last Name,School Email,Post Title,Service Start Date",
                ["key", "first", "", "last", "email", "role", "starts"]),
    "ScholarPack": ("Staff Number,Forename,Surname,Email,Job Title,Employment start,Employment end,NI Number",
                    ["key", "first", "last", "email", "role", "starts", "ends"]),
    "by hand": ("Name,First name,Surname,E-mail", ["", "first", "last", "email"]),
}  # fmt: skip


@pytest.mark.parametrize("system", EXPORTS)
def test_the_headings_of_the_schools_own_systems_are_known(system):
    headings, expected = EXPORTS[system]
    table = from_text(f"{headings}\nx,x,x,x,x,x,x,x,x".encode())
    assert proposed(table.headings) == expected


def test_a_column_of_addresses_is_known_by_what_stands_in_it():
    table = from_text(b"Who,Where to write\nTom Hesketh,t@a.example\nIvy Stroud,i@a.example")
    assert proposed(table.headings, [table.samples(0), table.samples(1)]) == ["", "email"]


def test_a_list_without_headings_has_columns_with_numbers():
    table = from_text(b"Tom,tom@a.example\nAmina,a@a.example")
    assert (table.headings, len(table.rows), table.bare) == (["Column 1", "Column 2"], 2, True)


def test_a_heading_that_comes_twice_is_told_apart_and_used_once():
    table = from_text(b"Name,Name,Email\nT H,I S,t@a.example")
    assert table.headings == ["Name", "Name (2)", "Email"]
    assert proposed(table.headings) == ["name", "", "email"]


def test_a_table_comes_back_as_it_was_kept():
    table = from_text(b'Name,Password,Email\nTom,secret,t@a.example\n"Ivy\n\n\n\n\n\n\n\n,x,y')
    assert Table.of(table.plain()) == table
    assert table.unread == ["Password"]
    assert "secret" not in str(table)


@pytest.mark.parametrize(
    "said", ["2025-09-01", "1/9/2025", "01/09/2025", "1.9.2025", "1-9-2025", "01/09/25", "1 September 2025",
             "1 Sep 2025", "1-Sep-25", "2025-09-01 00:00:00", "2025-09-01T00:00", "45901", "45901.0"],
)  # fmt: skip
def test_dates_are_read_as_they_are_written_here(said):
    row = one(f"T A,,,,{said},")
    assert (row.starts, row.wrong) == ("2025-09-01", [])


LONG_EMAIL = f"{'a' * 64}@{'b' * 60}.{'c' * 60}.{'d' * 60}.example"
# Thirty-one kinds of damage to a row, and the sentence that each gets.
DAMAGE = {
    "no name": (",x@a.example,,,,", "There is no name."),
    "a number for a name": ("12345,,,,,", "There is no name."),
    "marks for a name": ("---,,,,,", "There is no name."),
    "a long name": ("T" * 151 + ",,,,,", "The name is longer than 150 letters."),
    "an error for a name": ("#REF!,,,,,", "the spreadsheet’s error #REF!"),
    "another error": ("#N/A,,,,,", "the spreadsheet’s error #N/A"),
    "a control character": ("Tom\x07 Hesketh,,,,,", "The name holds characters that cannot be shown."),
    "a letter that turns the line": ("Tom \u202eHesketh,,,,,", "The name holds characters that cannot be shown."),
    "a lost letter": ("Zo\ufffd Lane,,,,,", "Letters of the name were lost"),
    "no address": ("Tom,tom at a,,,,", "“tom at a” is not an e-mail address."),
    "an address without a place": ("Tom,tom@,,,,", "“tom@” is not an e-mail address."),
    "two addresses": ("Tom,a@b.example;c@d.example,,,,", "is not an e-mail address."),
    "a long address": (f"Tom,{LONG_EMAIL},,,,", "is not an e-mail address."),
    "an unknown kind": ("Tom,,wizard,,,", "“wizard” is not a way of working here. Use one of: Employee"),
    "a formula for a kind": ('Tom,,"=A1",,,', "“=A1” is not a way of working here."),
    "a pupil by kind": ("Tom,,Pupil,,,", "This row is about a pupil."),
    "a pupil by year group": ("Tom,,,Year 6,,", "This row is about a pupil."),
    "a pupil by role": ("Tom,,,Student,,", "This row is about a pupil."),
    "an impossible date": ("Tom,,,,31/02/2025,", "The start date “31/02/2025” is not a date. Write it like 1/9/2025"),
    "a word for a date": ("Tom,,,,,soon", "The end date “soon” is not a date."),
    "a far date": ("Tom,,,,1/9/2925,", "The start date “1/9/2925” is not a date."),
    "an early date": ("Tom,,,,1/9/1825,", "The start date “1/9/1825” is not a date."),
    "an American date": ("Tom,,,,9/31/2025,", "The start date “9/31/2025” is not a date."),
    "a number for a date": ("Tom,,,,7,", "The start date “7” is not a date."),
    "an error for a date": ("Tom,,,,#VALUE!,", "The start date “#VALUE!” is not a date."),
    "the end first": ("Tom,,,,1/9/2025,1/8/2025", "The end date is before the start date."),
    "a comma too many": ("Tom,,,,,,Hesketh, Mr", "This row has more cells than there are headings."),
    "a quotation mark": ('"Tom\n' + "\n".join(f"A{n},," for n in range(9)), "A quotation mark in this row is never"),
}
TWICE = {
    "an address twice": ("Noor,n@a.example,,,,\nNoor Two,n@a.example,,,,", "is in line 2. Correct or remove one."),
    "a name twice": ("Noor Ray,,,,,\nNoor Ray,,,,,", "The same name is in line 2."),
    "the same adult twice": ("Tom Hesketh,,,,,\nThomas,tom@a.example,,,,", "is in line 2."),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_damaged_row_says_what_is_wrong_and_how_to_mend_it(kind):
    cells, sentence = DAMAGE[kind]
    first, *_ = rows((HEAD + cells).encode())
    assert sentence in " ".join(first.wrong)


@pytest.mark.parametrize("kind", TWICE)
def test_a_row_that_repeats_another_is_a_question_and_not_a_double(kind):
    cells, sentence = TWICE[kind]
    first, second = steps(cells)
    assert first.outcome != "wrong"
    assert second.outcome == "wrong"
    assert sentence in second.words[0]


def test_one_file_with_thirty_kinds_of_damage_says_of_each_row_what_is_wrong_with_it():
    # What is cut off by a quotation mark takes the rest of the file with it: that comes last.
    kinds = sorted(DAMAGE, key=lambda kind: kind == "a quotation mark")
    wrong = rows((HEAD + "\n".join(DAMAGE[kind][0] for kind in kinds)).encode())
    said = [" ".join(row.wrong) for row in wrong[: len(kinds)]]
    assert [kind for kind, words in zip(kinds, said, strict=True) if DAMAGE[kind][1] not in words] == []
    assert len(DAMAGE) + len(TWICE) > 30


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\n \n", "The file is empty."),
        (b"Name,Email\n", "The file has headings but no rows."),
        (b"PK\x03\x04rest", "The file is damaged or was only partly copied."),
        (b"\xd0\xcf\x11\xe0rest", "This workbook is locked with a password, or is of an Excel before 2007."),
        (b"Name\n\0\0\0", "The file is not text."),
        (b"Name\n\x81\x8d", "The file is not text."),
        (b"\xff\xfeN", "The file is not text."),
        (b"Name\n" + b"Tom\n" * (MOST_ROWS + 1), "The file has more than 5,000 rows."),
        (b"Name\n" + b"x" * 200_000, "Line 2 cannot be read."),
        (b"," * MOST_COLUMNS + b"Name\n" + b"," * MOST_COLUMNS + b"Tom", "The list has more than 100 columns."),
    ],
)
def test_a_file_that_cannot_be_read_says_why(data, sentence):
    with pytest.raises(Unreadable, match=f"^{sentence}"):
        rows(data)


def test_a_file_of_more_rows_than_a_list_may_have_is_not_read_to_its_end():
    unreadable = b"x" * 200_000
    with pytest.raises(Unreadable, match=r"^The file has more than 5,000 rows"):
        rows(b"Name\n" + b"Tom\n" * (MOST_ROWS + 100) + unreadable)


def test_a_million_empty_cells_behind_a_row_are_no_work():
    assert [row.name for row in rows(b"Name,Email\nTom Hesketh" + b"," * 1_000_000)] == ["Tom Hesketh"]


@pytest.mark.parametrize("cell", ["=HYPERLINK(1)", "+Tom", "-Tom", "@Tom", "=cmd|' /C calc'!A0"])
def test_what_begins_like_a_formula_stays_the_text_it_is(cell):
    assert one(f'"{cell}",,,,,').name == cell


@pytest.mark.parametrize(
    ("said", "roles"),
    [
        ("Teacher", ["teacher"]),
        ("Class teacher / DSL", ["teacher", "dsl"]),
        ("Designated Safeguarding Lead; Deputy Head", ["dsl", "deputy"]),
        ("Teacher, teacher", ["teacher"]),
        ("Caretaker", []),
        ("Trust safeguarding lead", []),
        ("Inspector", []),
    ],
)
def test_roles_are_known_by_several_words(said, roles):
    row = one(f'Tom,,,"{said}",,')
    assert (row.roles, row.wrong) == (roles, [])
    assert bool(row.remarks) == (not roles)


@pytest.mark.clause("2-01-b", "2-01-c")
@pytest.mark.parametrize(
    ("said", "kind"),
    [("Supply", "agency"), ("ITT", "trainee_teacher"), ("Self-employed", "self_employed"), ("GOVERNOR", "governor"),
     ("Parent helper", "volunteer"), ("Fixed-term", "employee"), ("", ""), ("Apprentice", "apprentice"),
     ("External consultant", "consultant"), ("Trustee", "trustee"), ("Other trainee", "trainee")],
)  # fmt: skip
def test_kinds_are_known_by_several_words(said, kind):
    assert one(f"Tom,,{said},,,").kind == kind


# -- workbooks -------------------------------------------------------------------------------------------------------

PEOPLE = [["Name", "E-mail", "Start date"], ["Tom Hesketh", "t@a.example", 45901], ["Ivy Stroud", None, "1/9/2025"]]


def test_the_sheet_that_looks_like_people_is_taken_and_a_hidden_one_is_not():
    notes = ("Notes", [["Name of the school"], ["Alder Lane"], ["x"], ["y"]])
    old = ("Old", [*PEOPLE, ["Colin Marsh", "c@a.example", 45901]])
    _, table = read([Given("staff.xlsx", a_workbook(notes, ("Staff", PEOPLE), old, hidden={"Old"}))])
    assert (table.sheet, len(table.rows)) == ("Staff", 2)
    assert [row.starts for row in understood(table, ["name", "email", "starts"])] == ["2025-09-01"] * 2


def test_a_title_in_merged_cells_empty_rows_and_numbers_as_text_are_no_hindrance():
    sheet = [
        ["Staff of Alder Lane", None, None],
        [None],
        ["Staff ID", "Name", "E-mail"],
        [None],
        [7.0, "Tom Hesketh", ""],
    ]
    (row,) = rows(a_workbook(("S", sheet), merged=["A1:C1"]))
    assert (row.key, row.name, row.line) == ("7", "Tom Hesketh", 5)


def test_a_formula_in_a_workbook_is_not_worked_out():
    sheet = [["Name", "E-mail"], ['=CONCAT("Tom"," ","Hesketh")', "t@a.example"]]
    (row,) = rows(a_workbook(("S", sheet)))
    assert row.wrong == ["There is no name. Every row needs one."]


def test_a_sheet_that_claims_to_be_endless_is_not_followed():
    sheet = [["Name"], ["Tom Hesketh"]]
    data = a_workbook(("S", sheet))
    lying = _with(data, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'ref="A1:A2"', b'ref="A1:XFD1048576"'))
    assert [row.name for row in rows(lying)] == ["Tom Hesketh"]


def test_an_entity_in_a_workbook_is_refused():
    evil = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    data = _with(a_workbook(("S", PEOPLE)), "xl/workbook.xml", lambda xml: evil + xml)
    with pytest.raises(Unreadable, match="what Excel never writes"):
        rows(data)


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"word/document.xml": "x"}, "This is a Word document."),
        ({"content.xml": "x"}, "This is an OpenDocument file."),
        ({"xl/workbook.bin": "x"}, "This is a binary workbook"),
        ({"notes.txt": "x"}, "This zip holds no users.csv"),
        ({"xl/workbook.xml": "<nothing"}, "The workbook cannot be read."),
        ({"users.csv": "a" * (61 << 20)}, "The file unpacks to far more than its size"),
        ({f"{n}.csv": "a" for n in range(1001)}, "The file unpacks to far more than its size"),
    ],
)
def test_a_package_that_is_no_list_says_what_it_is(files, sentence):
    with pytest.raises(Unreadable, match=f"^{sentence}"):
        rows(a_zip(files))


def _with(data: bytes, member: str, change) -> bytes:
    """A workbook with one of its parts rewritten."""
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return a_zip({name: change(package.read(name)) if name == member else package.read(name)
                      for name in package.namelist()})  # fmt: skip


# -- planning --------------------------------------------------------------------------------------------------------

TOM = Known("1", "Tom Hesketh", "tom@a.example", "employee", "2024-09-01", "", frozenset({"teacher"}))
IVY = Known("2", "Ivy Stroud", "", "employee", "2024-09-01", "", frozenset())
DSL = Known("3", "Priya Nair", "priya@a.example", "employee", "2024-09-01", "", frozenset({"dsl"}))
KEYED = Known("5", "Amina Yusuf", "amina@a.example", "agency", "2024-09-01", "", frozenset(), "K5", "Hazel Supply")


def steps(cells: str, known=(TOM, IVY, DSL, KEYED), head=HEAD, **where):
    return Plan(known, **where).steps(rows((head + cells).encode()))


@pytest.mark.parametrize(
    ("cells", "outcome", "words"),
    [
        ("Noor Haddad,noor@a.example,,,,", "add", ""),
        ("Noor Haddad,noor@a.example,Supply,,,", "add", "does not say which agency sends them"),
        ("Tom Hesketh,tom@a.example,employee,Teacher,1/9/2024,", "same", ""),
        ("Thomas Hesketh,TOM@a.example,,,,", "update", "name: Tom Hesketh → Thomas Hesketh"),
        ("Tom Hesketh,,agency,,,", "update", "how they work here: Employee → Agency staff"),
        ("Tom Hesketh,other@a.example,,,,", "add", ""),
        ("ivy stroud,ivy@a.example,,,,", "update", "e-mail address: none → ivy@a.example"),
        ("Tom Hesketh,tom@a.example,,DSL,,", "update", "new role: Designated safeguarding lead"),
        ("Tom Hesketh,tom@a.example,,,,1/8/2024", "wrong", "The last day recorded here would be before the first."),
        ("Noor,there@b.example,,,,", "wrong", "Another adult already has this e-mail address."),
    ],
)
def test_each_row_says_what_it_would_do(cells, outcome, words):
    (step,) = steps(cells, elsewhere={"there@b.example"})
    assert step.outcome == outcome
    assert words in " ".join(step.words)


@pytest.mark.parametrize(
    ("cells", "outcome", "adult", "words"),
    [
        ("K5,Amina Khan,amina@a.example", "update", "5", "name: Amina Yusuf → Amina Khan"),
        ("K5,Amina Yusuf,new@a.example", "update", "5", "e-mail address: amina@a.example → new@a.example"),
        ("K9,Amina Yusuf,amina@a.example", "update", "5", "key in the school’s own system: K5 → K9"),
        ("K9,Amina Yusuf,", "add", "", ""),
        ("K1,Tom Hesketh,", "update", "1", "key in the school’s own system: none → K1"),
        ("K5,Amina Yusuf,tom@a.example", "wrong", "", "Tom Hesketh has this e-mail address here."),
    ],
)
def test_the_key_of_the_schools_own_system_comes_before_address_and_name(cells, outcome, adult, words):
    (step,) = steps(cells, head="Staff ID,Name,Email\n")
    assert (step.outcome, step.adult_id) == (outcome, adult)
    assert words in " ".join(step.words)


def test_an_empty_cell_changes_nothing():
    (step,) = steps("Tom Hesketh,tom@a.example,,,,", known=[TOM])
    assert step.outcome == "same"


def test_two_adults_of_one_name_are_told_apart_by_address():
    again = Known("4", "Tom Hesketh", "th@a.example", "employee", "2024-09-01", "", frozenset())
    (unclear,) = steps("Tom Hesketh,,,,,", known=[TOM, again])
    assert "There is more than one Tom Hesketh." in unclear.words[0]
    assert set(unclear.named) == {"1", "4"}
    (clear,) = steps("Tom Hesketh,th@a.example,,,,", known=[TOM, again])
    assert clear.adult_id == "4"


def test_the_office_gives_by_list_no_more_than_by_hand():
    given, kept, moved, plain = steps(
        "Noor,n@a.example,,DSL,,\nPriya Nair,priya@a.example,,DSL,,\nIvy Stroud,,,Teacher,,\nTom Hesketh,,,Deputy,,",
        gives_all=False,
    )
    assert "Only the Headteacher gives the role Designated safeguarding lead." in given.words[0]
    assert kept.outcome == "same"
    assert moved.outcome == "update"
    assert plain.outcome == "wrong"
