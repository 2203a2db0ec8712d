"""A school's staff list as a CSV file, read into rows. No database; `staff_plan.py` says what each row would do.

Schools export such lists from several systems, so headings, separators, encodings and dates come in many forms. What
cannot be understood is said in a sentence about that row; nothing is guessed.
"""

import csv
import datetime
import io
import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from belisha.core.access import ROLES, Role
from belisha.people.rules import ADULT_KINDS, LONGEST_EMAIL, NOT_GIVEN

MOST_ROWS = 2000
MOST_BYTES = 2 * 1024 * 1024

HEADINGS = {
    "name": "name, full name, staff name, display name, adult, employee, employee name, person, staff member",
    "first": "first name, forename, given name, first, preferred name, legal forename, preferred forename",
    "last": "last name, surname, family name, last, legal surname, preferred surname",
    "email": "email, e mail, email address, e mail address, work email, work e mail, school email, mail, primary email",
    "kind": "how they work here, kind, type, staff type, employment type, contract, contract type, employment",
    "role": "role, roles, job title, post, position, job, post title, main role",
    "starts": "start date, starts, start, first day, date of start, joined, date joined, employment start date, from",
    "ends": "end date, ends, end, last day, leaving date, date of leaving, left, leaver date, employment end date, to",
}
COLUMN = {heading: column for column, headings in HEADINGS.items() for heading in headings.split(", ")}
KINDS = {
    "employee": "employee, employed, staff, permanent, fixed term, temporary, part time, full time, teaching, support",
    "trainee_teacher": "trainee teacher, student teacher, itt, ect trainee, pgce, school direct",
    "trainee": "trainee, other trainee, student, work experience",
    "apprentice": "apprentice, apprenticeship",
    "self_employed": "self employed, freelance, contractor, peripatetic",
    "agency": "agency, agency staff, supply, agency supply, supply agency",
    "consultant": "consultant, external consultant, adviser, advisor",
    "volunteer": "volunteer, voluntary, parent helper",
    "governor": "governor, school governor",
    "trustee": "trustee, academy trustee",
}
KIND = {word: kind for kind, words in KINDS.items() for word in words.split(", ")}
ALSO = {
    "head": Role.HEADTEACHER, "head teacher": Role.HEADTEACHER, "principal": Role.HEADTEACHER,
    "deputy head": Role.DEPUTY, "deputy head teacher": Role.DEPUTY, "deputy": Role.DEPUTY, "dsl": Role.DSL,
    "deputy dsl": Role.DEPUTY_DSL, "ddsl": Role.DEPUTY_DSL, "class teacher": Role.TEACHER, "governor": Role.GOVERNOR,
    "chair": Role.CHAIR, "hr": Role.HR, "dpo": Role.DPO, "it lead": Role.IT_LEAD, "school office": Role.OFFICE,
    "slt": Role.SENIOR_LEADER,
}  # fmt: skip
DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%y", "%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y")


class Unreadable(Exception):
    """The whole file cannot be read; the sentence says why and what to do."""


@dataclass
class Row:
    """One line of the file as it was understood. An empty value means: the list says nothing about it."""

    line: int
    name: str = ""
    email: str = ""
    kind: str = ""
    roles: list[str] = field(default_factory=list)
    starts: str = ""
    ends: str = ""
    wrong: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


# -- reading ----------------------------------------------------------------------------------------


def read(data: bytes) -> list[Row]:
    """The rows of a file. Raises `Unreadable` where there is nothing to show row by row."""
    if len(data) > MOST_BYTES:
        raise Unreadable("The file is larger than 2 MB. Save it as CSV with the columns it needs, and try again.")
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        raise Unreadable("This is a workbook, not a CSV file. Open it, choose “Save as” and then “CSV UTF-8”.")
    lines = _cells(_text(data))
    if not lines:
        raise Unreadable("The file is empty.")
    columns = [COLUMN.get(_key(heading), "") for heading in lines[0][1]]
    if "name" not in columns and "last" not in columns:
        raise Unreadable("There is no column with names. The first row must hold headings, such as Name and E-mail.")
    doubled = {column for column in columns if column and columns.count(column) > 1}
    if doubled:
        raise Unreadable(f"Two columns could be the {_called(doubled.pop())}. Rename or remove one, and try again.")
    if len(lines) - 1 > MOST_ROWS:
        raise Unreadable(f"The file has more than {MOST_ROWS:,} rows. Split it into smaller files.")
    if len(lines) == 1:
        raise Unreadable("The file has headings but no rows.")
    return [_row(line, columns, cells) for line, cells in lines[1:]]


def _text(data: bytes) -> str:
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable("The file is not text. Save the list as “CSV UTF-8” and try again.")


def _cells(text: str) -> list[tuple[int, list[str]]]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(",;\t|", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    found = []
    try:
        for cells in reader:
            cells = [" ".join(cell.split()) for cell in cells]
            if any(cells):
                found.append((reader.line_num, cells))
    except csv.Error as fault:
        raise Unreadable(f"Line {reader.line_num} cannot be read. Save the list as CSV again.") from fault
    return found


def _row(line: int, columns: list[str], found: list[str]) -> Row:
    cells = dict(zip(columns, found, strict=False))
    name = cells.get("name") or f"{cells.get('first', '')} {cells.get('last', '')}".strip()
    row = Row(line=line, name=name, email=cells.get("email", "").lower())
    if len(found) > len(columns):
        row.wrong.append("This row has more cells than there are headings. Put text that holds a comma into quotes.")
    _check_name(row)
    _check_email(row)
    _take_kind(row, cells.get("kind", ""))
    _take_roles(row, cells.get("role", ""))
    row.starts = _date(row, "start date", cells.get("starts", ""))
    row.ends = _date(row, "end date", cells.get("ends", ""))
    if row.starts and row.ends and row.ends < row.starts:
        row.wrong.append("The end date is before the start date.")
    return row


def _check_name(row: Row) -> None:
    # What begins like a formula stays the text it is: nothing here ever works a cell out.
    if not any(letter.isalpha() for letter in row.name):
        row.wrong.append("There is no name. Every row needs one.")
    elif len(row.name) > 150:
        row.wrong.append("The name is longer than 150 letters.")


def _check_email(row: Row) -> None:
    if not row.email:
        return
    try:
        if len(row.email) > LONGEST_EMAIL:
            raise ValidationError("too long")
        validate_email(row.email)
    except ValidationError:
        row.wrong.append(f"“{row.email}” is not an e-mail address. Correct it, or leave the cell empty.")


def _take_kind(row: Row, said: str) -> None:
    row.kind = KIND.get(_key(said), "")
    if said and not row.kind:
        row.wrong.append(f"“{said}” is not a way of working here. Use one of: {', '.join(ADULT_KINDS.values())}.")


def _take_roles(row: Row, said: str) -> None:
    for word in filter(None, (part.strip() for part in re.split(r"[;,/|+]", said))):
        role = _role(word)
        if role is None or role in NOT_GIVEN:
            row.remarks.append(f"“{word}” is no role in Belisha, so it gives none.")
        elif role not in row.roles:
            row.roles.append(role.value)


def _role(word: str) -> Role | None:
    labels = {_key(card.label): role for role, card in ROLES.items()}
    return labels.get(_key(word)) or ALSO.get(_key(word))


def _date(row: Row, what: str, said: str) -> str:
    if not said:
        return ""
    # Spreadsheets add a midnight that nobody wrote.
    plain = re.sub(r"[T ]00:00(:00)?(\.0+)?$", "", said)
    for shape in DATES:
        try:
            day = datetime.datetime.strptime(plain, shape).date()
        except ValueError:
            continue
        if 1940 <= day.year <= 2100:
            return day.isoformat()
    row.wrong.append(f"The {what} “{said}” is not a date. Write it like 1/9/2025 or 2025-09-01.")
    return ""


def _key(said: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", said.lower()))


def _called(column: str) -> str:
    return HEADINGS[column].split(", ")[0].replace("e mail", "e-mail")
