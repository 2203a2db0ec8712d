"""The chair of governors moves on: the two governors do it between them, and the Headteacher reads why they cannot."""

import pytest

pytestmark = pytest.mark.journey


def test_the_vice_chair_helps_the_chair_and_the_role_is_handed_over_without_the_headteacher(demo, visitor):
    head, vice = visitor("the Headteacher"), visitor("the vice-chair")
    head.opens("/demo/").presses("Sign in as Miriam Castellane")
    vice.opens("/demo/").presses("Sign in as Farouk Linden")
    head.opens("/people/posts/").sees("so that nobody chooses who decides about themselves").photographs("posts-kept")
    head.opens("/people/").writes(search="Beatrix Holloway").presses("Search").follows("Beatrix Holloway")
    head.sees("They are chair or vice-chair of governors").photographs("adult-kept")
    vice.opens("/").follows("Keep the posts of chair and vice-chair").sees("yours to keep between you")
    vice.photographs("posts-vice-chair").follows("Help with signing in").sees("Help Beatrix Holloway to sign in")
    vice.photographs("chair-help").presses("Make a link").sees("A link for Beatrix Holloway").photographs("chair-link")
    vice.opens(vice.page.url).sees("The link was shown once").follows("Make a new one")
    vice.follows("Change their e-mail address").photographs("chair-address").presses("Change the address")
    vice.opens("/people/posts/").follows("End this role").sees("hand the role over instead").photographs("chair-end")
    vice.follows("Keep it").follows("Hand this role over").photographs("chair-hand-over")
    vice.writes(name="Bea").presses("Hand the role over").sees("There is a problem").photographs(
        "chair-hand-over-error"
    )
    vice.writes(name="Ioan Brackley").presses("Hand the role over").sees("Ioan Brackley is now Chair of governors")
    head.opens("/people/posts/").sees("Ioan Brackley")
