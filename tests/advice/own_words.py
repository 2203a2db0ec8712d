"""Questions as adults in schools put them: blunt, misspelt, long, with what does not matter; all invented.

Each is (question, act, what the words say). Short names of facts stand in NAMES; a platform, where one is named, is
said too. `pupils` is several pupils; a set is written with a plus. Everything that may be taken from the words is
listed, so that whatever else is taken is wrong.
"""

NAMES = {
    "who": "counterpart.kind", "tie": "counterpart.relation", "how": "channel.type", "on": "channel.platform",
    "account": "channel.account", "device": "channel.device", "about": "content.about", "topic": "content.topic",
    "of": "content.image_of", "tone": "content.tone", "conf": "content.confidential", "school": "content.identifies_school",
    "for": "content.represents_school", "public": "content.official_source", "adult": "content.explicit",
    "unfit": "content.inappropriate", "checked": "content.checked", "work": "content.work_related",
    "where": "circumstances.place", "when": "circumstances.time", "leave": "circumstances.permission",
    "protocol": "circumstances.agreed_protocol", "law": "circumstances.disclosure", "now": "circumstances.emergency",
    "reason": "circumstances.reason", "told": "counterpart.declared", "known": "counterpart.acknowledged",
    "age": "counterpart.age", "kin": "counterpart.relatives_in_school", "role": "who.role", "also": "who.also",
}  # fmt: skip

QUESTIONS = [
    # -- friend and follow requests --
    ("accept friend request from parent", "accept_request", "who=parent how=social_connect"),
    (
        "One of my Year 5s keeps sending me follow requests on insta, can I just say yes to shut her up?",
        "accept_request",
        "who=pupil how=social_connect on=Instagram",
    ),
    (
        "A mum from my class has sent me a friend request on fb. ok to accept?",
        "accept_request",
        "who=parent how=social_connect on=Facebook",
    ),
    (
        "can i acept a freind request off a ex pupil who is 21 now",
        "accept_request",
        "who=former_pupil how=social_connect age=adult",
    ),
    (
        "Got a LinkedIn request from a lad I taught years ago, he's 24. All right to accept?",
        "accept_request",
        "who=former_pupil how=social_connect on=LinkedIn age=adult",
    ),
    (
        "A boy who left last year wants to add me on Snap. May I accept?",
        "accept_request",
        "who=former_pupil how=social_connect on=Snapchat",
    ),
    (
        "My head has sent me a friend request and it feels awkward - can I say yes to her request?",
        "accept_request",
        "who=headteacher how=social_connect",
    ),
    ("Is it okay to let a parent follow me on TikTok?", "accept_request", "who=parent how=social_connect on=TikTok"),
    (
        "My niece in Year 3 has asked to follow me. The Head hasn't acknowledged it yet. Can I accept?",
        "accept_request",
        "who=pupil tie=family how=social_connect known=no",
    ),
    (
        "Somebody asked to follow my private account and I don't know who it is. Should I accept?",
        "accept_request",
        "how=social_connect account=personal",
    ),
    (
        "can I add a parent on facebook, we've been mates since before I worked here",
        "connect",
        "who=parent how=social_connect on=Facebook",
    ),
    ("Can I follow a pupil's mum on Instagram?", "connect", "who=parent how=social_connect on=Instagram"),
    (
        "may i befriend a teaching assistant on facebook",
        "invite_colleague",
        "who=colleague how=social_connect on=Facebook",
    ),
    (
        "Thinking of adding the new Year 4 teacher on Instagram, is that fine?",
        "invite_colleague",
        "who=colleague how=social_connect on=Instagram",
    ),
    (
        "am I allowed to be friends with colleagues on Facebook?",
        "invite_colleague",
        "who=colleague how=social_connect on=Facebook",
    ),
    (
        "Can I follow my nephew on Strava? He's in Year 6 here.",
        "connect",
        "tie=family who=pupil how=social_connect on=Strava",
    ),
    ("Can I follow back a kid in my class on TikTok", "connect", "who=pupil how=social_connect on=TikTok"),
    (
        "My cousin's boy goes to another school. Can I add him on Snapchat?",
        "connect",
        "who=pupil_elsewhere how=social_connect on=Snapchat tie=family",
    ),
    (
        "do I have to unfriend my best friend on facebook now that her son has started in reception?",
        "stay_connected",
        "how=social_connect on=Facebook",
    ),
    (
        "I am friends with loads of parents on Facebook from before I got the job. Can I stay friends with them?",
        "stay_connected",
        "who=parent how=social_connect on=Facebook",
    ),
    (
        "we are connected on instagram, my son is joining nursery here in september, is it a problem if we stay connected",
        "stay_connected",
        "tie=family who=pupil how=social_connect on=Instagram",
    ),
    ("should i unfollow ex pupils", "stay_connected", "who=former_pupil how=social_connect"),
    ("Can I follow the museum's page on Instagram?", "follow_page", "on=Instagram"),
    ("Is it OK to subscribe to a children's author's channel on YouTube?", "follow_page", "on=YouTube"),
    # -- looking --
    ("can I look at a pupil's instagram", "view_profile", "who=pupil how=profile_view on=Instagram"),
    (
        "One of the kids in my class says he has a million followers on YouTube lol. Can I check out his channel?",
        "view_profile",
        "who=pupil on=YouTube how=profile_view",
    ),
    ("may I google a parent before parents' evening", "view_profile", "who=parent how=profile_view"),
    (
        "Is it wrong to look up a former pupil on facebook to see how she's doing?",
        "view_profile",
        "who=former_pupil how=profile_view on=Facebook",
    ),
    (
        "Can I look at my daughter's TikTok? She's in Year 6 here.",
        "view_profile",
        "tie=family who=pupil how=profile_view on=TikTok",
    ),
    (
        "a kid said there's stuff about me on a yr 6 girls insta. can i have a look",
        "view_profile",
        "who=pupil how=profile_view on=Instagram",
    ),
    (
        "As head, can I check a teacher's Facebook posts after a complaint from a mum?",
        "monitor",
        "role=headteacher who=colleague how=profile_view on=Facebook reason=complaint",
    ),
    ("Can we monitor what staff put on social media?", "monitor", "who=colleague"),
    ("Should I look at candidates' social media before interviews?", "monitor", "how=profile_view"),
    # -- messages --
    ("can i whatsapp a parent", "message", "who=parent how=social_dm on=WhatsApp"),
    ("message a pupil on teams", "message", "who=pupil on=Teams"),
    (
        "Is it ok to text one of my form about their coursework from my own phone?",
        "message",
        "who=pupil how=sms device=personal",
    ),
    (
        "May I DM a mum on Instagram to say her kid left his coat? It's only a coat!",
        "message",
        "who=parent how=social_dm on=Instagram",
    ),
    ("can I mesage my nephew on watsapp hes in year 2", "message", "tie=family who=pupil how=social_dm on=WhatsApp"),
    (
        "I want to wish an old pupil happy birthday on Facebook. She left in July.",
        "message",
        "who=former_pupil how=social_dm on=Facebook",
    ),
    ("My stepson is in Year 5. May I text him?", "message", "tie=step_child who=pupil how=sms"),
    (
        "Can I play Fortnite online with a lad in my class? He asked me at lunch.",
        "message",
        "who=pupil how=game_chat on=Fortnite",
    ),
    ("can I chat to kids from my club on Roblox", "message", "who=pupils how=game_chat on=Roblox"),
    (
        "May I message the Headteacher on WhatsApp to say I'm ill?",
        "message",
        "who=headteacher how=social_dm on=WhatsApp",
    ),
    ("can I message my TA on whatsapp about tomorrow's lesson", "message", "who=colleague how=social_dm on=WhatsApp"),
    (
        "may i contact a prospective parent through facebook messenger",
        "message",
        "who=future_parent how=social_dm on=Messenger",
    ),
    (
        "Can I send my class a message on Google Classroom on Sunday night? There is no agreed protocol.",
        "message",
        "who=pupils how=learning_platform on=Google_Classroom protocol=none",
    ),
    ("My partner's daughter is in Year 4. Can I keep messaging her?", "message", "tie=partner_child who=pupil"),
    ("message Alex on snap?", "message", "how=social_dm on=Snapchat"),
    (
        "A parent texted me about her son's reading. Can I reply from my own mobile?",
        "reply",
        "who=parent how=sms device=personal about=pupil",
    ),
    (
        "A girl in my class has messaged me on Instagram saying happy xmas miss. Can I reply?",
        "reply",
        "who=pupil how=social_dm on=Instagram",
    ),
    (
        "an ex-student, 17, dm'd me for a reference. can i answer her",
        "reply",
        "who=former_pupil how=social_dm age=under_18",
    ),
    (
        "Dad emailed my personal email address by mistake. Can I respond?",
        "reply",
        "who=parent how=email account=personal",
    ),
    ("can I email a parent from my gmail", "email", "who=parent how=email account=personal"),
    ("email parents from school email in the evening?", "email", "who=parent how=email account=school when=personal"),
    (
        "Can I email a Year 11 student their grade from my school account?",
        "email",
        "who=pupil how=email account=school",
    ),
    ("can i ring a parent on my own phone", "call", "who=parent how=phone_call device=personal"),
    ("Can I phone a mum from my mobile if I withhold my number?", "call", "who=parent how=phone_call device=personal"),
    ("Is it ok to FaceTime my grandson, he's in reception here", "call", "tie=family who=pupil how=video_call"),
    (
        "We're on a residential and a child has collapsed. Can I call her dad on my mobile?",
        "call",
        "who=parent how=phone_call device=personal where=trip now=yes",
    ),
    (
        "We're on the school trip, running late, not an emergency. Can I ring parents from my phone?",
        "call",
        "who=parent how=phone_call device=personal where=trip now=no",
    ),
    ("may i zoom a pupil who is off sick", "call", "who=pupil how=video_call on=Zoom"),
    ("can I give a parent my mobile number", "give_number", "who=parent"),
    ("A pupil asked for my number. Can I give it? I mean give her my number.", "give_number", "who=pupil"),
    ("is it okay to give the supply teacher my login", "give_number", "who=colleague about=login"),
    ("can i swap numbers with a Year 3 dad", "give_number", "who=parent"),
    # -- groups --
    ("can I set up a whatsapp group for my class", "create_group", "who=pupils how=group_chat on=WhatsApp"),
    (
        "Could I start a WhatsApp group with the parents of the football team?",
        "create_group",
        "who=parent how=group_chat on=WhatsApp",
    ),
    ("make a snapchat group for the girls' netball team??", "create_group", "how=group_chat on=Snapchat who=pupils"),
    (
        "Can we have a staff WhatsApp group? I would set it up and be the admin of the group",
        "create_group",
        "who=colleague how=group_chat on=WhatsApp",
    ),
    (
        "I run the chess club. Can I create a Discord server for the kids in the club?",
        "create_group",
        "who=pupils how=group_chat on=Discord",
    ),
    (
        "can I join the class parents whatsapp group, i am also a mum here",
        "join_group",
        "also=parent_of_pupil who=parent how=group_chat on=WhatsApp",
    ),
    (
        "should I leave the year 2 parents' whatsapp group now I work here",
        "join_group",
        "who=parent how=group_chat on=WhatsApp",
    ),
    ("Am I allowed to be in the staff WhatsApp group?", "join_group", "who=colleague how=group_chat on=WhatsApp"),
    ("Some Year 6 girls added me to their group chat. Can I stay in it?", "join_group", "who=pupils how=group_chat"),
    ("can I post in the parents' whatsapp group that the bus is late", "post", "who=parent how=group_chat on=WhatsApp"),
    (
        "Can I moan about the timetable in the staff whatsapp group?",
        "post",
        "who=colleague how=group_chat on=WhatsApp tone=critical",
    ),
    # -- posts --
    ("can I rant about my class on facebook", "post", "about=pupil on=Facebook tone=critical"),
    ("may i complain about the head on X", "post", "about=headteacher on=X tone=critical"),
    (
        "I'd like to post a joke about parents on my private insta, no names obviously",
        "post",
        "about=parent on=Instagram how=social_post_private account=personal",
    ),
    ("Can I slag off Ofsted on Twitter?", "post", "on=X about=policy tone=critical"),
    (
        "Is it fine to post about the general election on my own Facebook page",
        "post",
        "about=politics on=Facebook account=personal",
    ),
    ("am I allowed to tweet about teacher pay", "post", "on=X about=policy"),
    ("can I blog about teaching without naming the school", "post", "how=blog school=no"),
    (
        "I am a governor, can I write on Facebook on behalf of the governing body?",
        "post",
        "role=governor on=Facebook for=yes",
    ),
    ("May I post how proud I am of my class?", "post", "about=pupil tone=positive"),
    ("can i post about our strike on instagram", "post", "topic=trade_union on=Instagram"),
    ("Can I post about my religion?", "post", "about=religion"),
    ("is it okay to take the mick out of a colleague online", "post", "tone=mocking"),
    ("can I post on the school's Facebook page about the fair", "post", "account=official_school_account on=Facebook"),
    ("Can I put a photo of my class on Instagram?", "publish_image", "of=pupil on=Instagram"),
    ("may i upload sports day pics to facebook", "publish_image", "on=Facebook"),
    ("Can I post a picture of my classroom display on X? No kids in it.", "publish_image", "of=school on=X"),
    ("staff night out photos on insta - allowed to put them up?", "publish_image", "of=staff on=Instagram"),
    ("Can I share a video of Year 4 dancing on TikTok?", "publish_image", "of=pupil on=TikTok"),
    (
        "can I post pictures of my own kids on holiday on my Facebook",
        "publish_image",
        "of=own_family on=Facebook account=personal",
    ),
    (
        "The head said it's fine to put the class photo on the school's Instagram, can I put the photo up?",
        "publish_image",
        "of=pupil account=official_school_account on=Instagram leave=verbal_only",
    ),
    ("Can I take photos of pupils on my own phone", "take_image", "of=pupil device=personal"),
    (
        "is it ok to film my class with the school ipad during lessons?",
        "take_image",
        "of=pupil device=school when=working",
    ),
    ("on the trip can i take pictures of the kids with my mobile", "take_image", "of=pupil device=personal where=trip"),
    (
        "Can I share the school's newsletter on my Facebook?",
        "share",
        "public=yes on=Facebook account=personal about=school",
    ),
    ("can I retweet a political party", "share", "on=X about=politics"),
    ("may I forward a funny meme to colleagues", "share", ""),
    ("Can I share a post the school has already published about the fete?", "share", "public=yes"),
    ("can I show my class a YouTube video I've not watched all of", "share", "on=YouTube checked=no"),
    ("Can I comment on the local Facebook group where someone is being rude about us?", "comment", "on=Facebook"),
    (
        "may I reply to a parent's comments on the school facebook page",
        "comment",
        "on=Facebook account=official_school_account",
    ),
    ("can i leave a bad review of my school on google maps", "comment", ""),
    ("Can I like a parent's post?", "react", "who=parent"),
    ("am i allowed to like pupils' photos on instagram", "react", "who=pupils on=Instagram"),
    # -- talking about people --
    (
        "Can I discuss a pupil with her mum on WhatsApp?",
        "discuss_pupil",
        "about=pupil who=parent on=WhatsApp how=social_dm",
    ),
    (
        "may I talk about a child's behaviour in the staff whatsapp group",
        "discuss_pupil",
        "about=pupil who=colleague how=group_chat on=WhatsApp",
    ),
    (
        "can I tell parents on facebook what happened between two kids at break? head has not given me permission",
        "discuss_pupil",
        "about=pupil who=parent on=Facebook",
    ),
    ("Can I give a journalist information about the school?", "give_information", ""),
    (
        "a solicitor wants details about a child. there's a court order. can I give her the information?",
        "give_information",
        "law=required_by_law",
    ),
    ("Can I ask a pupil for her Instagram name?", "request_information", "who=pupil on=Instagram"),
    # -- profile and evidence --
    (
        "Can I put the name of our school on my LinkedIn profile?",
        "add_profile_info",
        "how=profile_field on=LinkedIn school=yes account=personal",
    ),
    ("is it ok to say where I work in my twitter bio", "add_profile_info", "how=profile_field on=X school=yes"),
    ("Can I screenshot abusive messages from a parent?", "capture_evidence", "tone=offensive"),
    (
        "A pupil's dad is trolling me. Should I keep a record of it all?",
        "capture_evidence",
        "topic=trolling about=self",
    ),
    ("can I delete nasty comments a parent put on my page", "delete_evidence", ""),
    (
        "i want to get rid of the texts a colleague sent, they were racist",
        "delete_evidence",
        "how=sms tone=discriminatory",
    ),
    # -- reporting --
    ("who do I tell if a child says she is meeting a stranger she met online", "report", ""),
    ("should I report a TA who is messaging pupils", "report", ""),
    (
        "A boy has been saying extremist things. Do I need to report it or can I leave it?",
        "leave_unreported",
        "topic=extremism",
    ),
    ("can it wait till monday to report that a child is being bullied online", "delay_report", "topic=cyberbullying"),
    ("Can I keep quiet about a colleague's drunken photos?", "leave_unreported", ""),
    ("I want to whistleblow about fraud at school", "report", "topic=whistleblowing"),
    # -- devices, training --
    ("can i watch netflix on my school laptop at home", "access_material", "device=school where=home"),
    (
        "is looking at porn on a school ipad at home a sacking offence? asking for a friend",
        "access_material",
        "device=school adult=yes where=home",
    ),
    ("Can I bring my own ipad into school?", "bring_device", "device=personal"),
    ("am I allowed to keep my phone on me in class", "bring_device", "device=personal"),
    ("do I have to do the online safety training again", "skip_training", ""),
    ("can i miss the inset on friday", "skip_training", ""),
    # -- denials and other traps --
    ("Can I add someone on Facebook? She is not a pupil.", "connect", "how=social_connect on=Facebook"),
    (
        "My friend isn't a parent here or anything, can I message her on WhatsApp?",
        "message",
        "how=social_dm on=WhatsApp",
    ),
    ("Can I message a girl who is no longer a pupil?", "message", "who=former_pupil"),
    ("My mum is poorly, can I ring her on my mobile at work?", "call", "how=phone_call device=personal when=working"),
    (
        "I teach PE. Can I put my own holiday photos on Instagram?",
        "publish_image",
        "role=teacher on=Instagram of=own_family",
    ),
]
