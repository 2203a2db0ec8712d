"""Invented policies: one that trips every point that ships, and one of today that trips none."""

STALE = """Staff Social Media Policy

Fern Hill Primary School

Last updated: March 2021

Headteacher: Mrs A Bellamy

1. Introduction

This template policy follows Keeping Children Safe in Education 2018 as its base.

It follows the guidance on safer working practice (May 2019) as well.

We also follow the non-statutory guidance on the Prevent duty (April 2019).

The prevent duty guidance of June 2015 binds the school.

The department adds advice of its own, the non-statutory advice (June 2015), and a note about Syria and Iraq.

Terms are explained in paragraph 12. Each line manager signs for the Authorised Devices.

[Insert name of school] expects this of everyone in school/academy settings.

Working Together to Safeguard Children 2018 is to be followed.

2. What we ask

Groups such as ISIS recruit young people online.

Anyone who uses our computers gives consent to the school to monitor their accounts.

What adults post may be monitored by senior staff and governors.

Data is held under the GDPR 2018.

Employees owe the school a duty of fidelity.

Adults must not criticise the school or its staff online.

Adults must report every concern to the Headteacher, and report all cyberbullying to the Headteacher.

Allegations are handled under our safeguarding policy.

Adults should take screenshots of whatever they find.

Nobody may hold indecent images of children.

The school runs suitable filtering.

Social media includes Twitter, Flickr and Facebook.

Adults must know the Equality Act 2010.

Posts can break the law on libel and harassment.

See the remote learning policy as well.

Trolling is defined as "posting rude things for fun".

Adults must attend the the training.

4. Breaches

A breach may lead to disciplinary action.
"""

CLEAN = """Staff Social Media Policy

Ash Lane Primary School

Adopted: October 2026
Next review: October 2027

1. About this policy

This policy follows Keeping Children Safe in Education in the edition now in force.

The statutory guidance on the Prevent duty is followed too.

Data protection law means the UK GDPR and the Data Protection Act 2018, as amended.

2. Your own accounts

You must keep your passwords to yourself. You must check your privacy settings at least once a year.

Social media means every service on which people share with others, such as TikTok, Instagram, X and WhatsApp.

You must not insult or defame anybody online.

Nothing in this policy stops you from making a protected disclosure; the whistleblowing policy says how.

3. Children

You must not link up with a pupil online. Family means those whose tie the Headteacher has acknowledged.

Tell the Headteacher at once about any worry. A worry about the Headteacher goes to the chair of governors.

Low-level concerns are written down. Allegations go to the local authority designated officer (LADO), as section 4 says.

Our designated safeguarding lead takes reports about children, under the safeguarding policy.

We keep to the law on reporting child sexual abuse.

Never copy an indecent image of a child, real or made by AI. A screenshot of anything indecent is never taken.

The school meets the filtering and monitoring standards, and reviews this each year.

4. If things go wrong

Threatening messages are crimes under the Online Safety Act 2023.

The Equality Act 2010 and the Worker Protection Act protect you too.

If you are abused online, the school stands by you.

A breach may lead to disciplinary action. For volunteers and governors other steps take the place of dismissal.
"""
