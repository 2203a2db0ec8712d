"""An action: one transaction, one permission, one entry."""

import json

import pytest
from cast import a_school, an_adult
from django.db import connection

from belisha.core import action as machinery
from belisha.core import audit
from belisha.core.access import SET_UP, Can
from belisha.core.action import ACTIONS, action, answer, difference, fingerprint, sentence, snapshot
from belisha.core.errors import Refused
from belisha.core.models import AuditEntry, AuditHead, AuditNode
from belisha.people import actions
from belisha.people.models import Adult

pytestmark = pytest.mark.django_db


@pytest.fixture
def registry(monkeypatch):
    """Actions registered in a test are forgotten after it."""
    monkeypatch.setattr(machinery, "ACTIONS", dict(ACTIONS))
    monkeypatch.setattr(machinery, "ANSWERS", machinery.defaultdict(list))


@pytest.fixture
def cast():
    return a_school()


def log(school) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(school_id=school.pk).order_by("seq"))


def machine_rows() -> tuple:
    return AuditEntry.objects.count(), AuditNode.objects.count(), list(AuditHead.objects.values())


@pytest.fixture
def rename(registry):
    @action("test.rename", needs=Can.CHANGE_PEOPLE, sentence="{by} renamed {about} because {why}")
    def rename(adult, *, by, name, why="", secret=""):
        adult.name = name
        adult.save()
        if name == "Nobody":
            raise RuntimeError("half-way")

    return rename


def test_a_body_that_raises_leaves_neither_change_nor_entry(cast, rename):
    before = machine_rows()
    with pytest.raises(RuntimeError):
        rename(cast.teacher, by=cast.head, name="Nobody")
    assert Adult.objects.get(pk=cast.teacher.pk).name == "Tom Hesketh"
    assert machine_rows() == before


def test_it_is_refused_without_permission_before_the_body_runs(cast, rename):
    before = machine_rows()
    for actor in (cast.teacher, cast.chair, cast.other_head, cast.leaver, cast.stranger):
        with pytest.raises(Refused):
            rename(cast.teacher, by=actor, name="Somebody")
    assert machine_rows() == before


def test_it_cannot_be_called_without_saying_who(cast, rename):
    with pytest.raises(TypeError, match="by"):
        rename(cast.teacher, name="Somebody")


def test_it_writes_exactly_one_entry_with_what_changed_before_and_after(cast, rename):
    size = len(log(cast.school))
    rename(cast.teacher, by=cast.head, name="Tom Hale", why="marriage", secret="not for the log")
    entries = log(cast.school)
    assert len(entries) == size + 1
    words = audit.words(entries[-1])
    assert words.change == {"name": ["Tom Hesketh", "Tom Hale"]}
    assert words.by == "Margaret Okafor"
    assert (entries[-1].kind, entries[-1].actor, entries[-1].about) == ("test.rename", cast.head.pk, cast.teacher.pk)


def test_only_details_that_the_sentence_names_are_kept(cast, rename):
    rename(cast.teacher, by=cast.head, name="Tom Hale", why="marriage", secret="not for the log")
    entry = log(cast.school)[-1]
    assert audit.words(entry).details == {"why": "marriage"}
    assert sentence(entry.kind, audit.words(entry)).startswith("Margaret Okafor renamed Tom Hale")


def test_fields_that_a_model_keeps_out_of_the_log_are_not_in_it(cast):
    actions.change_password(cast.teacher, by=cast.teacher, password_hash="argon2$hidden")
    assert "password" not in snapshot(cast.teacher)
    for entry in log(cast.school):
        plain = audit.keeper.unseal(entry.school_id, entry.kept_under, bytes(entry.body))
        assert b"argon2" not in plain
        assert "password" not in json.loads(plain[audit.SALT :])["change"]


def test_words_in_the_database_are_sealed(cast, rename):
    rename(cast.teacher, by=cast.head, name="Tom Hale", why="a matter of confidence")
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM core_auditentry")
        assert not any(b"confidence" in bytes(body) or b"Hale" in bytes(body) for (body,) in cursor.fetchall())


def test_answers_run_in_the_same_transaction_and_roll_back_with_it(cast, rename):
    @answer("test.rename")
    def also(adult, *, by):
        an_adult(cast.school, "Made By The Answer", email="")
        if adult.name == "Refuse Me":
            raise RuntimeError("the answer fails")

    rename(cast.teacher, by=cast.head, name="Tom Hale")
    assert Adult.objects.filter(name="Made By The Answer").count() == 1
    before = machine_rows()
    with pytest.raises(RuntimeError):
        rename(cast.teacher, by=cast.head, name="Refuse Me")
    assert Adult.objects.filter(name="Made By The Answer").count() == 1
    assert Adult.objects.get(pk=cast.teacher.pk).name == "Tom Hale"
    assert machine_rows() == before


def test_two_actions_of_one_name_are_refused(registry):
    def body(thing, *, by): ...

    action("test.twice", needs=Can.SEE_PEOPLE, sentence="{by}")(body)
    with pytest.raises(ValueError, match=r"two actions are called test\.twice"):
        action("test.twice", needs=Can.SEE_PEOPLE, sentence="{by}")(body)


def test_what_is_new_has_no_before(cast):
    adult = actions.add(cast.school, by=cast.head, name="New Person")
    change = audit.words(log(cast.school)[-1]).change
    assert change["name"] == [None, "New Person"]
    assert str(adult.school_id) in change["school_id"]


def test_long_words_are_cut_and_bytes_are_only_counted():
    assert machinery._plain("x" * 400) == "x" * 300 + "…"
    assert machinery._plain(b"abc") == "3 bytes"
    assert difference({"a": 1, "b": 2}, {"a": 1, "b": 3}) == {"b": [2, 3]}


def test_every_action_has_a_permission_and_a_sentence_that_can_be_said():
    for key, registered in ACTIONS.items():
        assert isinstance(registered.needs, Can)
        words = audit.Words("Ann", "something", dict.fromkeys(registered.details, "…"), {})
        assert sentence(key, words)


def test_an_entry_of_a_destroyed_or_forgotten_kind_still_reads():
    assert "destroyed" in sentence("adult.add", None)
    assert sentence("gone.kind", audit.Words("Ann", "Bob", {}, {})) == "Ann: gone.kind (Bob)"


def test_a_process_acts_under_its_own_name(cast):
    an_adult(cast.school, "Another")
    assert audit.words(log(cast.school)[-1]).by == SET_UP.name
    assert log(cast.school)[-1].actor is None


def test_what_differs_only_at_the_end_of_a_long_text_is_another_row(cast):
    cast.teacher.name = "The same beginning. " * 40 + "Now."
    before = fingerprint(cast.teacher)
    cast.teacher.name = "The same beginning. " * 40 + "Then."
    assert fingerprint(cast.teacher) != before


def test_an_unnamed_action_asks_for_the_permission_and_keeps_no_name(cast, registry):
    @action("test.wonder", needs=Can.READ_POLICY, sentence="{by} wondered about {about}", unnamed=True)
    def wonder(adult, *, by):
        """Wonder."""

    with pytest.raises(Refused):
        wonder(cast.teacher, by=cast.other_teacher)
    wonder(cast.teacher, by=cast.teacher)
    entry = log(cast.school)[-1]
    assert (entry.kind, entry.actor, audit.words(entry).by) == ("test.wonder", None, "An adult")
