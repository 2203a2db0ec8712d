"""What is shown of a duty to whoever does it: kept with what they did, and held against what they saw."""

import hashlib
import json

from belisha.duties.owed.models import Duty


def as_shown(duty: Duty) -> dict:
    """What was asked, to stand beside what was done however the duty changes."""
    reference = duty.reference
    read = {"title": reference.title, "edition": reference.edition} if reference else {}
    return {"title": duty.title, "way": duty.way, "says": duty.says, "items": duty.items, "reference": read}


def mark_of(duty: Duty) -> str:
    """The fingerprint of that and of the words to put one's name to. How often it is asked may change meanwhile."""
    said = json.dumps([as_shown(duty), duty.wording, duty.evidence], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:32]
