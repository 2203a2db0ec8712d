"""Invented policies of the shapes that schools really use; every line of each is asserted."""

import pytest

from belisha.policy.reading import read_text

# Each row: the first words of an item, its kind, modality and whom it binds ("-" for nobody).
SHAPES = {
    "prose with several modals in a sentence": (
        """Harrowdene School

Online conduct

Staff must lock their screens and should log out at the end of the day. Teachers may use class blogs but must not
post the full name of a pupil. Social media can be a useful tool but employees must take care. No volunteer may
photograph a pupil. The Headteacher may ask for a post to be removed. Some posts may cause distress. Personal phones
cannot be used without the agreement of a manager. If an employee is unsure they should ask the network manager,
should they need help. All concerns must be reported to the designated safeguarding lead. The Headteacher must be
informed of any threat. Any breach of this policy will be treated as misconduct and may lead to dismissal. Information
which may come to light later could be misleading. It is essential that governors complete the training.
The governing body is responsible for approving this policy. Staff are not permitted to share passwords.
""",
        [
            ("Harrowdene School", "heading", "statement", "-"),
            ("Online conduct", "heading", "statement", "-"),
            ("Staff must lock", "norm", "must", "adult"),
            ("and should log out", "norm", "should", "adult"),
            ("Teachers may use", "power", "may", "teacher"),
            ("but must not post", "norm", "must-not", "teacher"),
            ("Social media can be", "norm", "must", "employee"),
            ("No volunteer may", "norm", "must-not", "adult"),
            ("The Headteacher may ask", "power", "may", "headteacher"),
            ("Some posts may cause", "information", "statement", "-"),
            ("Personal phones cannot", "norm", "must-not", "adult"),
            ("If an employee is unsure", "norm", "should", "employee"),
            ("All concerns must", "norm", "must", "adult"),
            ("The Headteacher must be", "norm", "must", "adult"),
            ("Any breach of this", "consequence", "will", "headteacher"),
            ("Information which may", "information", "statement", "-"),
            ("It is essential that", "norm", "must", "governors"),
            ("The governing body is", "norm", "must", "governors"),
            ("Staff are not permitted", "norm", "must-not", "adult"),
        ],
    ),
    "bullets under lead-ins": (
        """# Staff Social Media Policy

## Conduct

Members of staff must not:

- share passwords
- never reply to strangers;
- comment on parents.

The Principal and governors will:

* publish this policy each year
* make sure that staff must sign it

Staff should:
• keep a copy of threats
• not delete evidence

Exceptions to this rule are:

- where the pupil is the child of the employee
- contact through the school app

Examples of platforms include:

- message boards
- photo apps
""",
        [
            ("Staff Social Media", "heading", "statement", "-"),
            ("Conduct", "heading", "statement", "-"),
            ("Members of staff", "information", "statement", "-"),
            ("share passwords", "norm", "must-not", "adult"),
            ("never reply", "norm", "must-not", "adult"),
            ("comment on", "norm", "must-not", "adult"),
            ("The Principal and", "information", "statement", "-"),
            ("publish this", "norm", "will", "headteacher governors"),
            ("make sure that", "norm", "will", "headteacher governors"),
            ("Staff should", "information", "statement", "-"),
            ("keep a copy", "norm", "should", "adult"),
            ("not delete", "norm", "should-not", "adult"),
            ("Exceptions to", "information", "statement", "-"),
            ("where the pupil", "exception", "may", "adult"),
            ("contact through", "exception", "may", "adult"),
            ("Examples of", "information", "statement", "-"),
            ("message boards", "information", "statement", "-"),
            ("photo apps", "information", "statement", "-"),
        ],
    ),
    "modality only in a heading": (
        """# Acceptable Use of Networks

## Unacceptable use

- Posting pictures of pupils
- Use of personal accounts in lessons
- Commercial activity

## Acceptable use

- Sharing class news on the school page

## The Headteacher

- Approves new accounts
- Monitoring the school page
""",
        [
            ("Acceptable Use of", "heading", "statement", "-"),
            ("Unacceptable use", "heading", "statement", "-"),
            ("Posting pictures", "norm", "must-not", "adult"),
            ("Use of personal", "norm", "must-not", "adult"),
            ("Commercial", "norm", "must-not", "adult"),
            ("Acceptable use", "heading", "statement", "-"),
            ("Sharing class", "power", "may", "adult"),
            ("The Headteacher", "heading", "statement", "-"),
            ("Approves new", "norm", "must", "headteacher"),
            ("Monitoring the", "norm", "must", "headteacher"),
        ],
    ),
    "a first-person agreement": (
        """Staff Agreement

I will not accept friend requests from pupils.
I will report anything that worries me to the DSL.
I understand that my use may be monitored.
I must keep my password secret.
I agree to follow this code.
I have read this agreement.
Signed: ____________
Date: ____________
""",
        [
            ("Staff Agreement", "heading", "statement", "-"),
            ("I will not accept", "norm", "must-not", "adult"),
            ("I will report", "norm", "will", "adult"),
            ("I understand that", "power", "may", "adult"),
            ("I must keep", "norm", "must", "adult"),
            ("I agree to", "norm", "will", "adult"),
            ("I have read", "information", "statement", "-"),
            ("Signed", "information", "statement", "-"),
            ("Date", "information", "statement", "-"),
        ],
    ),
    "decimal numbers with letters under a lead-in": (
        """1. Purpose

1.1 This policy applies to all staff.

2. Rules

2.1 Employees must:
(a) use school accounts for school business;
(b) not discuss pupils online; and
(c) tell the Headteacher about threats.

2.2 The school will review accounts yearly.

3. Breaches

3.1 Failure to comply may result in disciplinary action.
""",
        [
            ("Purpose", "heading", "statement", "-"),
            ("This policy applies", "scope", "scope", "-"),
            ("Rules", "heading", "statement", "-"),
            ("Employees must", "information", "statement", "-"),
            ("use school accounts", "norm", "must", "employee"),
            ("not discuss", "norm", "must-not", "employee"),
            ("tell the Headteacher", "norm", "must", "employee"),
            ("The school will", "norm", "will", "school"),
            ("Breaches", "heading", "statement", "-"),
            ("Failure to comply", "consequence", "may", "headteacher"),
        ],
    ),
    "a table of do, do not and ask first": (
        """# Online Code

| Topic | Do | Do not | Ask first |
|---|---|---|---|
| Photographs | Use the school camera | Use your own phone | Naming a pupil |
| Groups | Keep to school groups | | Joining a parent group |

| Activity | Allowed |
|---|---|
| Posting class work | Yes |
| Befriending pupils | ✗ |
""",
        [
            ("Online Code", "heading", "statement", "-"),
            ("Topic", "heading", "statement", "-"),
            ("Do", "heading", "statement", "-"),
            ("Do not", "heading", "statement", "-"),
            ("Ask first", "heading", "statement", "-"),
            ("Photographs", "information", "statement", "-"),
            ("Use the school", "norm", "must", "adult"),
            ("Use your own", "norm", "must-not", "adult"),
            ("Naming a pupil", "norm", "must", "adult"),
            ("Groups", "information", "statement", "-"),
            ("Keep to school", "norm", "must", "adult"),
            ("Joining a parent", "norm", "must", "adult"),
            ("Activity", "heading", "statement", "-"),
            ("Allowed", "heading", "statement", "-"),
            ("Posting class work", "power", "may", "adult"),
            ("Befriending pupils", "norm", "must-not", "adult"),
        ],
    ),
    "questions and answers": (
        """# Your questions

### Can I be friends with a pupil online?

No. You must never do this.

### May I use my own phone in the office?

Yes, if no pupils are present.

### Do I have to report a worrying post?

Yes. Tell the Headteacher on the same day.

### What should I do about abuse?

Keep a copy and do not reply. Contact the police if you feel in danger.
""",
        [
            ("Your questions", "heading", "statement", "-"),
            ("Can I be friends", "norm", "must-not", "adult"),
            ("May I use my own", "power", "may", "adult"),
            ("Do I have to report", "norm", "must", "adult"),
            ("What should I do", "heading", "statement", "-"),
            ("Keep a copy", "norm", "must", "adult"),
            ("and do not reply", "norm", "must-not", "adult"),
            ("Contact the police", "norm", "must", "adult"),
        ],
    ),
    "aims, decimals without lead-ins and conditions": (
        """Wexcombe Academy Trust
Social Networking Code

1 Aims

The aims of this code are to:
- protect pupils

2 Staff

2.1 They should not accept pupils as friends and are advised to check their settings.
2.2 Unless the Principal agrees, teachers must not set up a page.
2.3 The DSL will keep a record and will review it.
2.4 Employees who fail to follow this code could face disciplinary action.
2.5 Do not post in anger; ask a colleague first.
""",
        [
            ("Wexcombe Academy", "heading", "statement", "-"),
            ("Social Networking", "information", "statement", "-"),
            ("Aims", "heading", "statement", "-"),
            ("The aims of", "information", "statement", "-"),
            ("protect pupils", "information", "statement", "-"),
            ("Staff", "heading", "statement", "-"),
            ("They should not", "norm", "should-not", "adult"),
            ("and are advised", "norm", "advised", "adult"),
            ("Unless the Principal", "norm", "must-not", "teacher"),
            ("The DSL will", "norm", "will", "dsl"),
            ("and will review", "norm", "will", "dsl"),
            ("Employees who fail", "consequence", "may", "headteacher"),
            ("Do not post", "norm", "must-not", "adult"),
            ("ask a colleague", "norm", "must", "adult"),
        ],
    ),
    "definitions, references and powers": (
        """Introduction

Social media has changed how schools talk to families.

Definitions

"Trolling" can be defined as posting to upset others. Personal data means any detail about a living person.

Further rules

Please see our Safeguarding policy for more. The school reserves the right to monitor accounts. This rule does not
apply to relatives. Staff are advised to review their settings. Never share your password. Where possible, use a
school device. Only the Headteacher may speak to the press. Sharing a password is a disciplinary offence. Concerns
are to be recorded. Pupils may be harmed by such posts.
""",
        [
            ("Introduction", "heading", "statement", "-"),
            ("Social media has", "information", "statement", "-"),
            ("Definitions", "heading", "statement", "-"),
            ('"Trolling" can be', "definition", "definition", "-"),
            ("Personal data means", "definition", "definition", "-"),
            ("Further rules", "heading", "statement", "-"),
            ("Please see our", "reference", "statement", "-"),
            ("The school reserves", "power", "may", "school"),
            ("This rule does not", "exception", "may", "adult"),
            ("Staff are advised", "norm", "advised", "adult"),
            ("Never share", "norm", "must-not", "adult"),
            ("Where possible, use", "norm", "must", "adult"),
            ("Only the Headteacher", "norm", "must", "headteacher"),
            ("Sharing a password", "consequence", "will", "adult"),
            ("Concerns are to be", "norm", "must", "adult"),
            ("Pupils may be", "information", "statement", "-"),
        ],
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_line_of_a_shape_is_read_as_a_person_would(shape):
    source, expected = SHAPES[shape]
    read = [(item.text, item.kind, item.modality, " ".join(item.binds) or "-") for item in read_text(source).items]
    wanted = [tuple(row) for row in expected]
    seen = [(text[: len(row[0])], *rest) for (text, *rest), row in zip(read, wanted, strict=False)]
    assert seen == wanted
    assert len(read) == len(wanted), read[len(wanted) :]
