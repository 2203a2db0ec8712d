"""What the columns of a staff list are called in the schools' own systems, and which of them are never read."""

import re
from collections.abc import Iterable, Sequence

# The fields of a row, as the page that matches columns names them.
FIELDS = {
    "name": "Name",
    "first": "First name",
    "last": "Last name",
    "email": "E-mail",
    "kind": "How they work here",
    "role": "Role",
    "starts": "First day",
    "ends": "Last day",
    "employer": "Employer or agency",
    "key": "Key in the school’s own system",
}
# Field → headings of SIMS, Arbor, Bromcom, ScholarPack and of lists by hand; of two in one list the first here is used.
HEADINGS = {
    "name": (
        "name, full name, staff name, display name, preferred full name, staff full name, adult, employee, "
        "employee name, person, staff member, member of staff, legal full name, staff"
    ),
    "first": (
        "preferred forename, preferred first name, chosen forename, known as, first name, forename, forename s, "
        "given name, givenname, first, preferred name, chosen name, legal forename, legal first name"
    ),
    "last": (
        "preferred surname, preferred last name, chosen surname, last name, surname, family name, familyname, last, "
        "legal surname, legal last name"
    ),
    "email": (
        "work email, work e mail, school email, work email address, school email address, email, e mail, "
        "email address, e mail address, primary email, default email address, main email, staff email, mail, "
        "home email, personal email"
    ),
    "kind": (
        "how they work here, kind, staff type, type, employment type, contract type, contract, employment, "
        "employment status, worker type, service term, category, staff category"
    ),
    "role": (
        "role, roles, business role, business roles, staff role, job title, post title, position, positions, "
        "main role, post, job, job role, job roles, current position"
    ),
    "starts": (
        "start date, first day, starts, start, date of start, date started, joined, date joined, joining date, "
        "date of arrival, arrival date, employment start date, employment start, service start date, "
        "school start date, contract start date, from"
    ),
    "ends": (
        "end date, last day, ends, end, leaving date, date of leaving, leaver date, date left, left, leaving, "
        "employment end date, employment end, service end date, contract end date, to"
    ),
    "employer": (
        "employer, agency name, supply agency, agency, employed by, supplied by, sent by, provider, company, "
        "organisation"
    ),
    "key": (
        "key, staff id, staff code, staffid, arbor id, arbor staff id, sims id, bromcom id, person id, personid, "
        "scholarpack id, employee id, employee number, staff number, staff ref, unique id, external id, sourcedid, "
        "mis id, wonde id, id, payroll number, payroll no"
    ),
}
# What a pupil's list may hold, for whoever reads one (see `pupils`).
PUPIL_FIELDS = {
    "name": "Name", "first": "First name", "last": "Last name", "year": "Year group", "identifier": "Pupil’s number"
}  # fmt: skip
PUPIL_HEADINGS = {
    "name": "name, full name, pupil name, pupil, student name, student, child, child name, preferred full name",
    "first": HEADINGS["first"],
    "last": HEADINGS["last"],
    "year": (
        "year group, year, nc year, national curriculum year, yr, year grp, ncyear, current year group, grades, grade"
    ),
    "identifier": (
        "upn, unique pupil number, pupil number, admission number, adno, admission no, student id, pupil id, arbor id, "
        "sourcedid, identifier, external id, id"
    ),
}
# What no list of adults needs, and what is therefore neither read nor kept: secrets, and what people are and not do.
NEVER = re.compile(
    r"\b(pass ?words?|pass ?phrase|pass ?codes?|pin|secrets?|national insurance|ni (no|number)|nino|date of birth|dob|"
    r"birth ?date|birthday|gender|sex|ethnic\w*|religio\w*|faith|disab\w*|health|medical|nationality|country of birth|"
    r"sexual orientation|marital\w*|salary|pay|sort code|account (no|number)|bank\w*|iban|dbs|passport|sickness|"
    r"home address|postcode|next of kin|emergency\w*|sen|fsm|pupil premium|eal|photo\w*)\b"
)


def key(said: str) -> str:
    """A heading as it is compared: "E-Mail  (work)" → "e mail work"."""
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", said) if not said.isupper() else said
    return " ".join(re.findall(r"[a-z0-9]+", split.lower()))


def is_never_read(heading: str) -> bool:
    """Whether a column's values are passed over while the file is read."""
    return bool(NEVER.search(key(heading)))


def _places(table: dict[str, str]) -> dict[str, tuple[str, int]]:
    listed = [(field, words.split(", ")) for field, words in table.items()]
    return {key(word): (field, at) for field, words in reversed(listed) for at, word in enumerate(words)}


PLACES = _places(HEADINGS)
PUPIL_PLACES = _places(PUPIL_HEADINGS)


def known(headings: Iterable[str], places: dict = PLACES) -> int:
    """How many of these cells look like headings of a list of people."""
    return len({places[key(each)][0] for each in headings if key(each) in places})


def proposed(headings: Sequence[str], samples: Sequence[Sequence[str]] = (), places: dict = PLACES) -> list[str]:
    """A field for each column, "" for one to leave out: by its heading, and an e-mail address by what stands there."""
    found = [places.get(key(heading), ("", 0)) for heading in headings]
    best = {}
    for at, (field, rank) in enumerate(found):
        if field and (field not in best or rank < found[best[field]][1]):
            best[field] = at
    if "name" in best and {"first", "last"} <= best.keys():
        # Both halves say more than the whole, which some systems give as "Surname, Forename".
        del best["name"]
    if "email" in places.get("email", ()) and "email" not in best:
        mail = [at for at, values in enumerate(samples) if values and all("@" in value for value in values)]
        best |= {"email": mail[0]} if mail else {}
    taken = {at: field for field, at in best.items()}
    return [taken.get(at, "") for at in range(len(headings))]
