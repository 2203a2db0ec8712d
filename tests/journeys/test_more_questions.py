"""Eight more questions of the kind that adults ask, each from its entry to its answer in the browser."""

import pytest
from test_may_i import NOTHING_SPECIAL, answers, signed_in, wants_to

pytestmark = pytest.mark.journey

POSTED = {"how_would_you": "A post for friends or followers only", "with_whose": "My own"}
OPINION = {"what_is_it_about": "Education or another matter of public debate", "how_would_somebody": "Matter of fact"}
RANT = {"what_is_it_about": "The school", "how_would_somebody": "As criticism"}
PUPIL, PARENT = {"who_is_it_with": "A pupil of this school"}, {"who_is_it_with": "A parent or carer of a pupil"}
FORMER = {"who_is_it_with": "A former pupil", "how_old": "18 or older"}
FOR_SCHOOL = {"with_whose": "One that the school gave me", "is_it_for_school": "Yes"}
NO, CARE, YES = "You must not.", "Be careful.", "You may."
STORIES = {
    "a pupil's page": ("Look at somebody's page or profile", PUPIL, NO),
    "a former pupil": ("Accept a friend or follow request", FORMER, CARE),
    "a colleague": ("Add a colleague as a friend", {}, CARE),
    "the parents' group": ("Join or stay in a group chat", PARENT | {"with_whose": "My own"}, CARE),
    "an opinion": ("Post something", POSTED | OPINION, YES),
    "a rant": ("Post something", POSTED | RANT, NO),
    "my profile": ("Put something in my profile", {"could_somebody_tell": "Yes"}, CARE),
    "a parent by school email": ("Write an email", PARENT | FOR_SCHOOL, YES),
}


@pytest.mark.parametrize("story", STORIES)
def test_a_question_from_its_entry_to_its_answer(demo, visitor, story):
    entry, said, verdict = STORIES[story]
    me = signed_in(visitor("a teacher"), "Isolde Peverel")
    wants_to(me, entry)
    answers(me, **NOTHING_SPECIAL | said)
    me.sees(verdict, "This is guidance under the policy, not a decision.")
    assert me.page.title() == "An answer – Belisha"
