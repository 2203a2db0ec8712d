"""Questions in own words find their act and say what they say, and not more. The figures are measured and held."""

import json

import pytest
from own_words import LATER, LOOSER, NAMES, QUESTIONS, UNSEEN

from belisha.advice.asking.doing import ACT, alarms, doing, match, reading
from belisha.reasoning.cases import read_case
from belisha.reasoning.explanation import ASKED
from belisha.reasoning.facts import SET
from belisha.reasoning.shipped import shipped_facts

KIND, RELATION, PLATFORM = "counterpart.kind", "counterpart.relation", "channel.platform"
SEVERAL = {"pupil", "pupil_group"}


def expected(written: str) -> dict:
    """The facts that a row of the table lists."""
    facts = {}
    for part in written.split():
        short, _, value = part.partition("=")
        fact = shipped_facts().facts[NAMES[short]]
        value = value.replace("_", " ") if fact.name == PLATFORM else {"pupils": "pupil_group"}.get(value, value)
        facts[fact.name] = value.split("+") if fact.kind == SET else value
    return shipped_facts().typed(facts)


def right(name: str, value, facts: dict) -> bool:
    """Is a fact that was filled in one of those that the words say?"""
    return name in facts and (value <= facts[name] if isinstance(value, frozenset) else value == facts[name])


class Measured:
    """How a table of questions was understood."""

    def __init__(self, table):
        self.number, self.first, self.third, self.filled, self.wrong = len(table), 0, 0, 0, []
        for question, act, written in table:
            found = match(question)
            acts = [each.doing.act for each in found[:3]]
            self.first += acts[0] == act
            self.third += act in acts
            self._facts(question, act, found[0], expected(written))

    def _facts(self, question, act, best, facts):
        for name, value in best.facts.items():
            # What an entry of the right act says by itself is no guess.
            own = name == ACT or (best.doing.act == act and name not in best.why and name in best.doing.facts)
            self.filled += not own
            if not own and not right(name, value, facts):
                self.wrong.append((question, name, value))

    @property
    def precision(self) -> float:
        return 1 - len(self.wrong) / self.filled

    def __str__(self):
        first, third = self.first / self.number, self.third / self.number
        return (
            f"{self.number} questions: act first {first:.3f}, among three {third:.3f}, "
            f"facts right {self.precision:.3f} of {self.filled}"
        )


def test_the_table_is_large_and_holds_no_question_twice():
    asked = [row[0] for row in (*QUESTIONS, *LATER, *LOOSER, *UNSEEN)]
    assert len(QUESTIONS) >= 120
    assert len(set(asked)) == len(asked)


@pytest.mark.parametrize(
    ("table", "first", "third", "precise"),
    [(QUESTIONS, 0.9, 0.97, 0.97), (LATER, 0.9, 0.97, 0.97), (LOOSER, 0.85, 0.9, 0.9), (UNSEEN, 0.85, 0.9, 0.9)],
    ids=["settled-on", "later", "looser", "unseen"],
)
def test_questions_in_own_words_find_their_act_and_fill_in_what_they_say(table, first, third, precise):
    measured = Measured(table)
    print(measured)
    assert measured.first / measured.number >= first, str(measured)
    assert measured.third / measured.number >= third, str(measured)
    assert measured.precision >= precise, measured.wrong


def test_the_written_cases_are_understood_and_no_fact_is_wrong(shared):
    path = shared / "data/advice-scenarios.json"
    if not path.exists():
        print("advice-scenarios.json is not on this machine, so it is not measured")
        return
    cases = json.loads(path.read_text("utf-8"))["scenarios"]
    acts, wrong = 0, []
    for case in cases:
        read, best = read_case(case, shipped_facts()), match(case["question"])[0]
        acts += best.doing.act == case["act"]
        said = {name: value for name, value in read.known.items() if read.sources[name] == ASKED}
        wrong += [
            (case["id"], name) for name, value in best.facts.items() if name in said and _other(value, said[name])
        ]
    print(f"written cases: act first {acts} of {len(cases)}, wrong facts {len(wrong)}")
    assert acts >= 0.9 * len(cases)
    assert wrong == []


def _other(value, said) -> bool:
    if isinstance(value, frozenset):
        return not value <= said
    # A case may say "a pupil" of several; every rule treats them alike.
    return value != said and {value, said} != SEVERAL and str(value).lower() != str(said).lower()


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("May I add her on Facebook? She is not a pupil.", KIND),
        ("Can I message someone who isn't a parent?", KIND),
        ("May I message Sam on Instagram?", KIND),
        ("May I message Sam on Instagram?", RELATION),
        ("Can I ring my mum at lunch?", KIND),
        ("May I message a parent or a pupil?", KIND),
        ("Can I post a photo?", "content.image_of"),
        ("Can I post a photo?", "channel.type"),
        ("Can I post a joke about a pupil?", "content.tone"),
        ("The parents have given permission. May I post a photo of my class?", "circumstances.permission"),
        ("The Headteacher has acknowledged that my niece is a pupil. May I message her?", "counterpart.acknowledged"),
        ("May I call her in case of emergency from my phone? It is not an emergency.", "channel.account"),
        ("I am not speaking for the school. May I post my view?", "content.topic"),
        ("May I message my nephew?", KIND),
    ],
)
@pytest.mark.clause("2-04-a")
def test_what_the_words_do_not_say_is_left_open(question, name):
    assert name not in match(question)[0].facts


@pytest.mark.parametrize(
    ("question", "name", "value"),
    [
        ("It's not an emergency. May I ring a parent from my phone?", "circumstances.emergency", "no"),
        ("I don't speak on behalf of the school. May I post my view of it?", "content.represents_school", "no"),
        ("May I message a girl who is no longer a pupil?", KIND, "former_pupil"),
    ],
)
def test_a_denial_says_the_opposite_where_it_says_anything(question, name, value):
    assert match(question)[0].facts[name] == value


def test_which_words_say_what_is_told():
    found = match("A Yr 6 pupil has asked to folow me on Insta. May I acept?")[0]
    assert found.doing.key == "accept-request"
    assert found.why == {
        "act": "accept", KIND: "a year 6 pupil", PLATFORM: "instagram", "channel.type": "instagram",
    }  # fmt: skip


def test_the_same_words_are_read_the_same_each_time():
    question = "can I slag off the head in the staff whatsapp group??"
    assert match(question) == match(question)


@pytest.mark.parametrize("typed", ["", "?", "asdf qwer", "…", "'s", "ß" * 50, "not " * 400, "my " * 3000, "May I?"])
def test_what_nobody_can_understand_is_something_else_and_no_error(typed):
    found = match(typed)
    assert found[0].doing.act == "" or found[0].facts[ACT] == found[0].doing.act


def test_another_entry_reads_the_same_words():
    found = reading("A parent sent me a WhatsApp", doing("reply"))
    assert (found.facts[ACT], found.facts[KIND]) == ("reply", "parent")


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("a girl in my class has been self harming, can I message her mum", "harm"),
        ("a pupil sent a naked picture of himself to another, may I screenshot it", "image"),
        ("he says his dad hits him. can I ring home from my phone", "harm"),
        ("she is meeting up with a man she met online, can I look at her insta", "stranger"),
        ("some boys share extremist stuff, can it wait", "extremism"),
        ("he said he wants to kill himself", "life"),
        ("a teaching assistant is flirting with a pupil, do I have to report it", "adult"),
        ("she doesn't self-harm any more, may I reply", "harm"),
        ("found nudes on a school ipad", "image"),
    ],
)
def test_words_that_smell_of_danger_come_first(question, key):
    assert key in {each.key for each in alarms(question)}
    assert all(each.first.endswith(".") and each.words for each in alarms(question))


@pytest.mark.parametrize("question", [row[0] for row in QUESTIONS[:20]])
def test_ordinary_questions_ring_no_alarm(question):
    assert alarms(question) == ()
