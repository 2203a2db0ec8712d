"""What decides about duties, without a database."""

from belisha.core.workflow import Workflow

DUE, DONE, LAPSED = "due", "done", "lapsed"
STATES = {DUE: "To do", DONE: "Done", LAPSED: "No longer asked"}

LIFECYCLE = Workflow(
    acknowledge=({DUE}, DONE),
    lapse=({DUE}, LAPSED),
)

# What an adult puts their name to. It is stored with each acknowledgement as it was shown (clauses 4-11-a, 3-03-a).
WORDING = (
    "I have read {policy}, version {number}, published on {date}. I understand that it applies to me at work and in my "
    "own time, and that I can ask the Headteacher about anything in it."
)
