"""What the rows of a list mean: names, ways of working, roles, days. No database; `plan.py` says what each would do.

What cannot be understood is said in a sentence about that row; nothing is guessed.
"""

import datetime
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from belisha.core.access import ROLES, Role
from belisha.people.lists.headings import key
from belisha.people.lists.tables import Table
from belisha.people.rules import ADULT_KINDS, LONGEST_EMAIL, NOT_GIVEN, SENT

LONGEST_NAME = LONGEST_KEY = LONGEST_EMPLOYER = 150
KINDS = {
    "employee": (
        "employee, employed, staff, permanent, fixed term, temporary, part time, full time, teaching, support, "
        "teaching staff, support staff, non teaching, non teaching staff, permanent contract, fixed term contract, "
        "casual"
    ),
    "trainee_teacher": "trainee teacher, student teacher, itt, ect trainee, pgce, school direct, teacher trainee",
    "trainee": "trainee, other trainee, student, work experience, intern",
    "apprentice": "apprentice, apprenticeship",
    "self_employed": "self employed, freelance, contractor, peripatetic, visiting teacher",
    "agency": "agency, agency staff, supply, agency supply, supply agency, supply teacher, agency worker",
    "consultant": "consultant, external consultant, adviser, advisor",
    "volunteer": "volunteer, voluntary, parent helper, parent volunteer",
    "governor": "governor, school governor",
    "trustee": "trustee, academy trustee",
}
KIND = {word: kind for kind, words in KINDS.items() for word in words.split(", ")}
ALSO = {
    "head": Role.HEADTEACHER, "head teacher": Role.HEADTEACHER, "principal": Role.HEADTEACHER,
    "deputy head": Role.DEPUTY, "deputy head teacher": Role.DEPUTY, "deputy": Role.DEPUTY, "dsl": Role.DSL,
    "deputy dsl": Role.DEPUTY_DSL, "ddsl": Role.DEPUTY_DSL, "class teacher": Role.TEACHER, "governor": Role.GOVERNOR,
    "classroom teacher": Role.TEACHER, "chair": Role.CHAIR, "hr": Role.HR, "dpo": Role.DPO, "it lead": Role.IT_LEAD,
    "school office": Role.OFFICE, "slt": Role.SENIOR_LEADER,
}  # fmt: skip
LABELS = {key(card.label): role for role, card in ROLES.items()}
PUPIL = re.compile(r"^(pupils?|learners?|child|children|(year|yr) ?(r|\d{1,2})|reception( pupil)?|nursery child)$")
DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%y", "%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y")
# A day as a spreadsheet counts it, from a day that makes up for a leap year which was none; 1940 to 2100.
SERIAL, COUNTED_FROM, SERIALS = re.compile(r"\d{5}(\.0+)?"), datetime.date(1899, 12, 30), range(14611, 73416)
BROKEN_CELL = re.compile(r"^#(REF!|N/A|NAME\?|VALUE!|DIV/0!|NULL!|NUM!)$")


@dataclass
class Row:
    """One line of the file as it was understood. An empty value means: the list says nothing about it.

    `left`: the list says that they no longer work here. `if_new` is how somebody works here whom nobody knows yet.
    """

    line: int
    name: str = ""
    email: str = ""
    kind: str = ""
    roles: list[str] = field(default_factory=list)
    starts: str = ""
    ends: str = ""
    key: str = ""
    employer: str = ""
    if_new: str = "employee"
    left: bool = False
    wrong: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def plain(self) -> dict:
        """As it is kept until it was brought in."""
        return asdict(self)


def understood(table: Table, fields: Sequence[str]) -> list[Row]:
    """The rows of a table whose columns hold these fields ("" for a column that is left out)."""
    return [_row(line, cells, table.faults.get(line, "")) for line, cells in said(table, fields)]


def said(table: Table, fields: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Line by line what stands under each field, and nothing of the columns that were left out."""
    used = [(at, name) for at, name in enumerate(fields) if name]
    for line, cells in table.rows:
        yield line, {name: cells[at] if at < len(cells) else "" for at, name in used}


def _row(line: int, cells: dict[str, str], fault: str) -> Row:
    row = Row(line, named(cells), cells.get("email", "").lower(), key=cells.get("key", ""))
    row.employer = cells.get("employer", "")
    if fault:
        row.wrong.append(fault)
    check(row)
    _take_kind(row, cells.get("kind", ""))
    _take_roles(row, cells.get("role", ""))
    row.starts, row.ends = (_date(row, what, cells.get(what, "")) for what in ("starts", "ends"))
    if row.starts and row.ends and row.ends < row.starts:
        row.wrong.append("The end date is before the start date.")
    return row


def named(cells: dict[str, str]) -> str:
    """The name that a row gives. Systems that put the family name first divide it with one comma."""
    name = cells.get("name") or f"{cells.get('first', '')} {cells.get('last', '')}".strip()
    last, comma, first = name.partition(",")
    words = last.strip() and first.strip() and "," not in first
    return f"{first.strip()} {last.strip()}" if comma and words else name


def check(row: Row) -> None:
    """What must hold of every row, whatever form of list it came in."""
    _check_name(row)
    _check_email(row)
    for what, value, most in (("key", row.key, LONGEST_KEY), ("employer", row.employer, LONGEST_EMPLOYER)):
        if len(value) > most:
            row.wrong.append(f"The {what} is longer than {most} letters.")
        elif _unprintable(value):
            row.wrong.append(f"The {what} holds characters that cannot be shown. Type it again.")


def _check_name(row: Row) -> None:
    # What begins like a formula stays the text it is: nothing here ever works a cell out.
    if BROKEN_CELL.match(row.name):
        row.wrong.append(f"Instead of a name, the cell holds the spreadsheet’s error {row.name}. Type the name.")
    elif not any(letter.isalpha() for letter in row.name):
        row.wrong.append("There is no name. Every row needs one.")
    elif len(row.name) > LONGEST_NAME:
        row.wrong.append(f"The name is longer than {LONGEST_NAME} letters.")
    elif _unprintable(row.name):
        row.wrong.append("The name holds characters that cannot be shown. Type it again.")
    elif "�" in row.name:
        row.wrong.append("Letters of the name were lost when the file was saved. Save it again as “CSV UTF-8”.")


def _unprintable(value: str) -> bool:
    return any(unicodedata.category(letter) in ("Cc", "Cf", "Co", "Cs") for letter in value)


def _check_email(row: Row) -> None:
    if not row.email:
        return
    try:
        if len(row.email) > LONGEST_EMAIL:
            raise ValidationError("too long")
        validate_email(row.email)
    except ValidationError:
        row.wrong.append(f"“{row.email[:80]}” is not an e-mail address. Correct it, or leave the cell empty.")


def _take_kind(row: Row, said: str) -> None:
    row.kind = KIND.get(key(said), "")
    if PUPIL.match(key(said)):
        row.wrong.append("This row is about a pupil. A staff list holds adults only: take the row out.")
    elif said and not row.kind:
        known = ", ".join(ADULT_KINDS.values())
        row.wrong.append(
            f"“{said[:80]}” is not a way of working here. Use one of: {known}. If the column says what people "
            "do, go back to the columns and choose Role for it."
        )
    if row.employer and row.kind and row.kind not in SENT:
        row.remarks.append("Whom the school employs has no other employer here, so none is noted.")
        row.employer = ""


def _take_roles(row: Row, said: str) -> None:
    for word in filter(None, (part.strip() for part in re.split(r"[;,/|+]", said))):
        role = _role(word)
        if PUPIL.match(key(word)) or key(word) == "student":
            row.wrong.append("This row is about a pupil. A staff list holds adults only: take the row out.")
        elif role is None or role in NOT_GIVEN:
            row.remarks.append(f"“{word[:80]}” is no role in Belisha, so it gives none.")
        elif role not in row.roles:
            row.roles.append(role.value)


def _role(word: str) -> Role | None:
    return LABELS.get(key(word)) or ALSO.get(key(word))


def _date(row: Row, what: str, said: str) -> str:
    if not said:
        return ""
    # Spreadsheets add a midnight that nobody wrote.
    plain = re.sub(r"[T ]00:00(:00)?(\.0+)?$", "", said)
    if SERIAL.fullmatch(plain) and int(float(plain)) in SERIALS:
        return (COUNTED_FROM + datetime.timedelta(days=int(float(plain)))).isoformat()
    for shape in DATES:
        try:
            day = datetime.datetime.strptime(plain, shape).date()
        except ValueError:
            continue
        if 1940 <= day.year <= 2100:
            return day.isoformat()
    called = {"starts": "start date", "ends": "end date"}[what]
    row.wrong.append(f"The {called} “{said[:80]}” is not a date. Write it like 1/9/2025 or 2025-09-01.")
    return ""
