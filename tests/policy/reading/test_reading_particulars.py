"""The second pass over a clause, on sentences in the manner of many schools."""

import pytest

from belisha.policy import particulars as labels
from belisha.policy.reading.citations import cited
from belisha.policy.reading.particulars import consequences, defines, exceptions, particulars
from belisha.policy.reading.shapes import Particulars
from belisha.policy.reading.whom import DEADLINES, PEOPLE, deadline, tell

NOTHING = Particulars()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Staff must not use their phones in class unless it is an emergency.", "unless it is an emergency"),
        (
            "Photographs are not taken, except for those on the school's camera.",
            "except for those on the school's camera",
        ),
        ("No images may be published without the prior permission of the Head.", "without the prior permission"),
        ("Staff should only use their own phone where no school phone is at hand.", "only use their own phone where"),
        ("Staff must not message parents, save where the Head has agreed.", "save where the Head has agreed"),
        ("Staff must not use any app other than those on the list.", "other than those on the list"),
        ("Photos may be shared with the express consent of parents.", "with the express consent of parents"),
        ("This rule does not apply to the school's own page.", "does not apply to the school's own page"),
        (
            "The only exception to this is where a pupil is a cousin; tell the Head.",
            "The only exception to this is where",
        ),
        ("Colleagues may be contacted privately, apart from trainees.", "apart from trainees"),
        ("Staff must not follow pupils if the link has not been declared to the Head.", "if the link has not been"),
    ],
)
def test_an_exception_is_found_in_its_own_words(text, found):
    assert any(each.startswith(found) for each in exceptions(text)), exceptions(text)


def test_an_exception_that_opens_the_sentence_ends_at_its_comma():
    assert exceptions("Unless the Principal agrees, teachers must not set up a page.") == (
        "Unless the Principal agrees",
    )


@pytest.mark.parametrize(
    "text",
    [
        "Staff must save all messages in the school's folder.",
        "Action may be taken by a body other than the school.",
        "Staff must take exceptional care and accept no invitations from pupils.",
        "Only the Headteacher speaks to the press.",
        "Staff must keep their passwords safe.",
    ],
)
def test_what_is_no_exception_is_not_made_one(text):
    assert exceptions(text) == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Staff must report this to the Headteacher.", "headteacher"),
        ("Any worry must be reported at once to the DSL or, in their absence, to the Deputy Head.", "dsl slt"),
        ("Speak to your line manager or the ICT technician.", "line_manager it_lead"),
        ("Raise concerns about a colleague with the Principal.", "headteacher"),
        ("The chair of governors must be informed.", "chair"),
        ("If the concern is about the Head, tell the Chair of Governors.", "chair"),
        ("Staff should contact the police and seek advice from their trade union.", "police union"),
        ("Such a matter may lead to police and Local Authority involvement.", "police local_authority"),
        ("The Headteacher may take HR or legal advice.", "hr"),
        ("Parents will be notified by letter.", "parent"),
        ("Report offensive posts to the service provider.", "provider"),
        ("Concerns should be passed on to the safeguarding team.", "dsl"),
        (
            "Discuss it with the designated safeguarding lead and, where necessary, with children's social care.",
            "dsl social_care",
        ),
        ("Staff must not publish images without the permission of the Headteacher.", "headteacher"),
        ("New accounts must be approved by a member of the SLT.", "slt"),
        ("Do not hesitate to contact the LADO.", "lado"),
        ("Staff should seek school guidance when in doubt.", "school"),
    ],
)
def test_whom_to_tell(text, told):
    assert tell(text) == tuple(told.split())


@pytest.mark.parametrize(
    "text",
    [
        "Staff must not discuss pupils with parents on social media.",
        "Staff should not contact parents from their own accounts.",
        "The Headteacher has overall responsibility for this policy.",
        "Contact with pupils outside school is forbidden.",
        "Refer to the Headteacher's guidance on images.",
        "The policy was shared with governors in the autumn.",
        "Adults must go ahead with care.",
    ],
)
def test_a_person_who_is_only_mentioned_is_not_somebody_to_tell(text):
    assert tell(text) == ()


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Report it immediately to the Head.", "immediately"),
        ("Report it without delay.", "immediately"),
        ("Tell the DSL by the end of the school day.", "same_day"),
        ("The LADO is told within one working day.", "within one working day"),
        ("Passwords are changed within 24 hours of a breach.", "within 24 hours of a breach"),
        ("Concerns are looked into promptly.", "promptly"),
        ("Tell the Head as soon as possible.", "promptly"),
        ("Staff read this policy during induction.", "on_joining"),
        ("Settings are checked every term.", "termly"),
        ("The policy is reviewed annually.", "yearly"),
        ("Governors look at it each academic year.", "yearly"),
        ("Staff should regularly check their settings.", "regularly"),
        ("Staff must continually review their practice.", "continually"),
        ("Ask before posting any photograph.", "beforehand"),
        ("An annual report goes to the governors.", ""),
        ("Staff must avoid regular contact with former pupils.", ""),
        ("Staff must keep passwords secret.", ""),
    ],
)
def test_by_when(text, when):
    assert deadline(text) == when


@pytest.mark.parametrize(
    ("text", "follows"),
    [
        ("A breach may lead to disciplinary action, or to dismissal.", ["disciplinary action", "dismissal"]),
        ("This will be treated as gross misconduct.", ["gross misconduct"]),
        ("Misuse could result in withdrawal of access to the network.", ["withdrawal of access"]),
        ("Staff may have their account suspended.", ["account suspended"]),
        ("The matter may be referred to the Local Authority Designated Officer.", ["be referred to the Local"]),
        ("Such posts may result in criminal prosecution.", ["criminal prosecution"]),
        ("Volunteers may face legal or other action.", ["legal or other action"]),
        ("Governors could be held personally liable for what they publish.", ["held personally liable"]),
        ("This could end in a written warning.", ["written warning"]),
    ],
)  # fmt: skip
def test_what_can_follow(text, follows):
    found = consequences(text)
    assert all(any(each.startswith(some) for each in found) for some in follows), found


@pytest.mark.parametrize(
    "text",
    [
        "Staff must read the disciplinary procedures.",
        "The laws referred to in this policy will be explained.",
        "Adults should take care of what they post.",
    ],
)
def test_what_threatens_nobody_is_no_consequence(text):
    assert consequences(text) == ()


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("Read the Equality Act 2010 and the Data Protection Act 2018.", "Equality Act/2010 Data Protection Act/2018"),
        ("Breaches of the Computer Misuse Act may be reported.", "Computer Misuse Act/"),
        ("Under the Children, Schools and Families Act 2010, care is due.", "Children, Schools and Families Act/2010"),
        (
            "The Education (Independent School Standards) Regulations 2014 apply.",
            "Education (Independent School Standards) Regulations/2014",
        ),
        ("Personal data is kept under the UK GDPR.", "UK GDPR/"),
        ("Employees owe a common law duty of fidelity.", "common law duty of fidelity/"),
        ("There are laws relating to libel and copyright.", "law of libel and copyright/"),
    ],
)
def test_laws_are_cited_with_their_year(text, titles):
    found = cited(text)
    assert {each.kind for each in found} == {"law"}
    assert " ".join(f"{each.title}/{each.edition}" for each in found) == titles


@pytest.mark.parametrize(
    ("text", "title", "edition"),
    [
        ("See KCSIE (DfE, September 2023).", "Keeping Children Safe in Education", "September 2023"),
        ("Keeping Children Safe in Education 2019 applies.", "Keeping Children Safe in Education", "2019"),
        ("Guidance for Safer Working Practice (May 2019)", "Guidance for Safer Working Practice", "May 2019"),
        ("Working Together to Safeguard Children (2018)", "Working Together to Safeguard Children", "2018"),
        ("the statutory guidance on the Prevent duty (June 2015)", "Prevent duty guidance", "June 2015"),
        ("Teachers must keep to the Teachers’ Standards.", "Teachers' Standards", ""),
        ("the DfE guidance “Meeting the needs of pupils” (2022)", "Meeting the needs of pupils", "2022"),
    ],
)
def test_guidance_is_cited_with_its_edition_as_written(text, title, edition):
    found = cited(text)
    assert [(each.kind, each.title, each.edition) for each in found] == [("guidance", title, edition)]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("Read the Safeguarding and Child Protection Policy.", ["Safeguarding and Child Protection Policy"]),
        ("Read our e-safety policy.", ["e-safety policy"]),
        (
            "See the Disciplinary, Grievance and Equality Policies.",
            ["Disciplinary Policy", "Grievance Policy", "Equality Policy"],
        ),
        ("Follow the Staff Code of Conduct.", ["code of conduct"]),
        ("In line with Ash Lane Primary School's Behaviour Policy.", ["Behaviour Policy"]),
        ("Sign the Acceptable Use Agreement.", ["Acceptable Use Agreement"]),
        ("Follow the school's safeguarding procedures.", ["safeguarding procedures"]),
        ("Tell the Local Authority, and the Disciplinary Policy applies.", ["Disciplinary Policy"]),
        ("Read the Use of the Internet Policy.", ["Use of the Internet Policy"]),
    ],
)
def test_sister_policies_are_cited_one_by_one(text, titles):
    found = cited(text)
    assert {each.kind for each in found} == {"sister policy"}
    assert [each.title for each in found] == titles


@pytest.mark.parametrize(
    "text",
    [
        "This policy applies to everybody.",
        "Staff must read this Social Media Policy.",
        "The School Policy is on the wall, and the policy and procedures are kept.",
        "The Headteacher's policy is an open door.",
        "The Governors' Policy Committee meets in March.",
        "Act quickly. Adults must work together and keep children safe.",
    ],
)
def test_a_word_such_as_policy_is_no_citation(text):
    assert cited(text) == ()


def test_resources_and_addresses_are_cited():
    found = cited("Help is at the UK Safer Internet Centre, CEOP and on https://help.example/staff.")
    assert [(each.kind, each.title) for each in found] == [
        ("resource", "UK Safer Internet Centre"),
        ("resource", "CEOP"),
        ("resource", "https://help.example/staff"),
    ]


def test_what_is_cited_twice_stands_once_with_the_edition_that_was_given():
    found = cited("The Equality Act protects everybody. See the Equality Act 2010.")
    assert [(each.title, each.edition) for each in found] == [("Equality Act", "2010")]


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Social media means any website where people talk.", "Social media"),
        ("“Trolling” can be defined as posting to upset.", "Trolling"),
        ("By personal data we mean whatever names somebody.", "personal data"),
        ("The term “staff” includes volunteers.", "staff"),
        ("For the purposes of this policy, devices refers to phones and tablets.", "devices"),
        ("images – means photographs and films", "images"),
        ("Cyberbullying is the use of technology to hurt somebody.", "Cyberbullying"),
        ("Sexting: sending images of oneself.", "Sexting"),
        ("The Designated Safeguarding Lead (DSL) means the adult who leads.", "Designated Safeguarding Lead"),
    ],
)
def test_the_term_of_a_definition(text, term):
    assert defines(text) == term


def test_a_definition_without_a_term_of_its_own_defines_nothing():
    assert defines("This means that everybody is bound.") == ""
    assert particulars("Social media means any website.", "information").defines == ""


def test_a_heading_says_nothing_and_a_note_is_no_duty():
    text = "Unless the Headteacher is told immediately, dismissal may follow"
    assert particulars(text, "heading") == NOTHING
    assert particulars(text, "information") == NOTHING
    read = particulars(text, "norm")
    assert (read.tell, read.deadline, read.consequences) == (("headteacher",), "immediately", ("dismissal",))


def test_every_key_has_words_on_the_page():
    assert {key for key, _ in PEOPLE} <= set(labels.TELL)
    assert {key for key, _ in DEADLINES if key} == set(labels.WHEN)


HOSTILE = (
    "IT " * 4000, "Safeguarding and " * 3000, "the " * 5000 + "Headteacher", "Act " * 4000, "( " * 5000,
    "Under the " * 3000 + "Act 2010", "report to the " * 3000, "unless " * 4000, "only be " * 4000, "A" * 20000,
    "\"'*_" * 4000, "dismissal, " * 3000 + "may",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_text_made_to_be_searched_for_long_comes_to_its_end(text):
    """Patterns that go over the same letters again and again would still be at it tomorrow."""
    assert all(isinstance(particulars(text, kind), Particulars) for kind in ("norm", "definition"))


# What the register of the source policy says of its clauses, as far as the clause's own words say it.
REGISTER = {
    "6-22-a": ("All concerns about communications", ("headteacher",), "immediately"),
    "9-06-a": ("For the avoidance of doubt, if any adult", ("headteacher",), "immediately"),
    "5-01-a": ("all adults must review their", (), "on_joining"),
    "8-03-a": ("Adults must report all incidents", ("headteacher",), ""),
}


@pytest.mark.parametrize("row", sorted(REGISTER))
def test_the_source_policy_says_whom_to_tell_and_by_when(shared, row):
    from belisha.policy.reading import read_text

    starts, told, when = REGISTER[row]
    items = read_text((shared / "policy/social-media-policy.txt").read_text("utf-8")).items
    found = next(item.particulars for item in items if starts in item.text)
    assert (found.tell[: len(told)], found.deadline) == (told, when)
