"""Reading a staff list, and planning what it would do: plain values, no database."""

import pytest

from belisha.people.staff_list import MOST_ROWS, Unreadable, read
from belisha.people.staff_plan import Known, Plan

HEAD = "Name,E-mail,How they work here,Role,Start date,End date\n"


def one(cells: str, head: str = HEAD):
    (row,) = read((head + cells).encode())
    return row


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("Name,Email\nZoë Ünal,z@a.example".encode(), ("Zoë Ünal", "z@a.example")),
        ("\ufeffName;E-Mail\nZoë Ünal;Z@A.example".encode(), ("Zoë Ünal", "z@a.example")),
        ("Name;Email\r\nZoë O’Neill;z@a.example".encode("cp1252"), ("Zoë O’Neill", "z@a.example")),
        ("Full name\tWork email\nZoë Ünal\tz@a.example".encode("utf-16"), ("Zoë Ünal", "z@a.example")),
        (
            '"Legal Surname","Forename","E MAIL"\n"Ünal","Zoë","z@a.example"'.encode(),
            ("Zoë Ünal", "z@a.example"),
        ),
        (b'Name,Email\n"Hesketh, Tom",t@a.example', ("Hesketh, Tom", "t@a.example")),
        (b'Name,Email\n"Tom\nHesketh",  t@a.example ', ("Tom Hesketh", "t@a.example")),
        (b"Payroll no,Name,Email,Notes\n7,Tom Hesketh,t@a.example,likes tea", ("Tom Hesketh", "t@a.example")),
        (b"\n\nName|Email\n\nTom Hesketh|t@a.example\n\n", ("Tom Hesketh", "t@a.example")),
        (b"Name,Email\nTom Hesketh", ("Tom Hesketh", "")),
    ],
)
def test_a_list_is_understood_however_it_was_saved(data, expected):
    (row,) = read(data)
    assert (row.name, row.email, row.wrong) == (*expected, [])


@pytest.mark.parametrize(
    "said", ["2025-09-01", "1/9/2025", "01/09/2025", "1.9.2025", "1-9-2025", "01/09/25", "1 September 2025",
             "1 Sep 2025", "1-Sep-25", "2025-09-01 00:00:00", "2025-09-01T00:00"],
)  # fmt: skip
def test_dates_are_read_as_they_are_written_here(said):
    row = one(f"T,,,,{said},")
    assert (row.starts, row.wrong) == ("2025-09-01", [])


DAMAGE = [
    (",x@a.example,,,,", "There is no name."),
    ("12345,,,,,", "There is no name."),
    ("T" * 151 + ",,,,,", "The name is longer than 150 letters."),
    ("Tom,tom at a,,,,", "“tom at a” is not an e-mail address."),
    ("Tom,,wizard,,,", "“wizard” is not a way of working here. Use one of: Employee, Trainee teacher"),
    ("Tom,,,,31/02/2025,", "The start date “31/02/2025” is not a date. Write it like 1/9/2025"),
    ("Tom,,,,,soon", "The end date “soon” is not a date."),
    ("Tom,,,,1/9/2925,", "The start date “1/9/2925” is not a date."),
    ("Tom,,,,1/9/2025,1/8/2025", "The end date is before the start date."),
    ("Tom,,,,,,Hesketh, Mr", "This row has more cells than there are headings."),
]


@pytest.mark.parametrize(("cells", "sentence"), DAMAGE)
def test_a_damaged_row_says_what_is_wrong_and_how_to_mend_it(cells, sentence):
    assert sentence in " ".join(one(cells).wrong)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\n \n", "The file is empty."),
        (b"Name,Email\n", "The file has headings but no rows."),
        (b"Tom,tom@a.example\nAmina,a@a.example", "There is no column with names."),
        (b"PK\x03\x04rest", "This is a workbook, not a CSV file."),
        (b"\xd0\xcf\x11\xe0rest", "This is a workbook, not a CSV file."),
        (b"Name\n\0\0\0", "The file is not text."),
        (b"Name\n\x81\x8d", "The file is not text."),
        (b"\xff\xfeN", "The file is not text."),
        (b"Name,Full name\nT,T", "Two columns could be the name."),
        (b"Name\n" + b"Tom\n" * (MOST_ROWS + 1), "The file has more than 2,000 rows."),
        (b"Name\n" + b"x" * 2 * 1024 * 1024, "The file is larger than 2 MB."),
        (b"Name\n" + b"x" * 200_000, "Line 2 cannot be read."),
    ],
)
def test_a_file_that_cannot_be_read_says_why(data, sentence):
    with pytest.raises(Unreadable, match=f"^{sentence}"):
        read(data)


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
     ("Parent helper", "volunteer"), ("Fixed-term", "employee"), ("", "")],
)  # fmt: skip
def test_kinds_are_known_by_several_words(said, kind):
    assert one(f"Tom,,{said},,,").kind == kind


# -- planning ---------------------------------------------------------------------------------------

TOM = Known("1", "Tom Hesketh", "tom@a.example", "employee", "2024-09-01", "", frozenset({"teacher"}))
IVY = Known("2", "Ivy Stroud", "", "employee", "2024-09-01", "", frozenset())
DSL = Known("3", "Priya Nair", "priya@a.example", "employee", "2024-09-01", "", frozenset({"dsl"}))


def steps(cells: str, known=(TOM, IVY, DSL), **where):
    return Plan(known, **where).steps(read((HEAD + cells).encode()))


@pytest.mark.parametrize(
    ("cells", "outcome", "words"),
    [
        ("Noor Haddad,noor@a.example,,,,", "add", ""),
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


def test_an_empty_cell_changes_nothing():
    (step,) = steps("Tom Hesketh,tom@a.example,,,,", known=[TOM])
    assert step.outcome == "same"


def test_the_same_adult_twice_in_a_list_is_a_question_not_a_double():
    first, second, third = steps("Noor,n@a.example,,,,\nTom Hesketh,,,,,\nTom Hesketh,tom@a.example,,,,")
    assert (first.outcome, second.outcome, third.outcome) == ("add", "same", "wrong")
    assert "is in line 3." in third.words[0]


def test_two_adults_of_one_name_are_told_apart_by_address():
    again = Known("4", "Tom Hesketh", "th@a.example", "employee", "2024-09-01", "", frozenset())
    (unclear,) = steps("Tom Hesketh,,,,,", known=[TOM, again])
    assert "There is more than one Tom Hesketh." in unclear.words[0]
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
