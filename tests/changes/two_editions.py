"""Two editions of an invented policy, one line apart for each kind of change."""

from papers import a_draft, published

FIRST = """Staff Social Media Policy

Ash Lane Primary School

What we ask

Staff must not accept friend requests from pupils. Teachers should check who can see their photographs.

All staff must:

- keep their passwords to themselves;
- tell the Headteacher about any worry online.

Governors must read this policy every spring term.

Breaches

A breach of this policy may lead to disciplinary action.
"""
# For teachers only something stronger; for everybody a comma; for governors nothing.
SECOND = FIRST.replace("Teachers should check", "Teachers must check").replace(
    "keep their passwords to themselves", "keep their passwords, to themselves"
)


def first_and_draft(cast, folder, text=SECOND):
    """Version 1 in force, and version 2 on its way."""
    before = published(cast, folder, FIRST)
    return before, a_draft(cast, folder, text, before.policy)
