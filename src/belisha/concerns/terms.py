"""By when things happen with concerns at a school: its own terms, or what ships (`packs/concerns/terms.yaml`).

Rooms below triage, where a school sets its terms and the row is kept, ask here.
"""

from uuid import UUID

from belisha.packs.concerning import concern_table
from belisha.people.models import School


def shipped() -> dict[str, int]:
    """The terms of a school that has said nothing."""
    return {row["key"]: row["default"] for row in concern_table("terms")["terms"]}


def of(school_id: UUID) -> dict[str, int]:
    """Term → number, in the unit that its key names."""
    names = {f"concern_terms__{key}": key for key in shipped()}
    found = School.objects.filter(pk=school_id, concern_terms__isnull=False).values(*names).first()
    return {names[name]: value for name, value in found.items()} if found else shipped()
