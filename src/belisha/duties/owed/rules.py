"""What decides about duties and what adults owe, without a database."""

from belisha.core.workflow import Workflow

# How a duty is done.
WAYS = {
    "tick": "By putting one's name to a statement",
    "reading": "By reading something and putting one's name to that",
    "review": "By looking at one's own accounts and ticking what was looked at",
    "training": "By attending training, with its date and perhaps evidence",
    "question": "By answering a question with yes or no",
}
EVIDENCE = {"none": "None", "may": "May be added", "must": "Must be added"}

DRAFT, LIVE, ENDED = "draft", "live", "ended"
DUTY_STATES = {DRAFT: "Being prepared", LIVE: "Asked for", ENDED: "No longer asked for"}
DUTY_LIFECYCLE = Workflow(start=({DRAFT}, LIVE), end=({DRAFT, LIVE}, ENDED), start_again=({ENDED}, LIVE))

DUE, DONE, LAPSED = "due", "done", "lapsed"
STATES = {DUE: "To do", DONE: "Done", LAPSED: "No longer asked"}
LIFECYCLE = Workflow(do=({DUE}, DONE), lapse=({DUE}, LAPSED))

# How it came to be recorded.
GIVEN = {"self": "By themselves", "code": "With a one-time code", "paper": "On paper", "recorded": "Recorded for them"}
