"""What the keeper of the keys does is written into the school's log."""

import pytest

from belisha.core import audit
from belisha.core.access import COMMAND_LINE, WORKER
from belisha.core.action import ACTIONS, sentence
from belisha.core.errors import Refused
from belisha.core.models import AuditEntry
from belisha.people.models import School
from belisha.sealed import actions, box, keys
from belisha.sealed.models import SCHOOL, Key

pytestmark = pytest.mark.django_db


@pytest.fixture
def hillside(data):
    return School.objects.create(name="Hillside", kind="community")


def last_sentence(school) -> str:
    entry = AuditEntry.objects.filter(school_id=school.pk).latest("seq")
    return sentence(entry.kind, audit.words(entry))


def test_shredding_is_written_down_with_its_reason_where_the_shredding_cannot_reach(hillside):
    sealed = keys.seal_text(hillside.pk, "adult:1", b"x", "name")
    actions.shred(hillside, by=COMMAND_LINE, record="adult:1", reason="asked to be forgotten")
    with pytest.raises(box.Shredded):
        keys.open_text(hillside.pk, "adult:1", sealed, "name")
    assert last_sentence(hillside) == (
        "The command line destroyed the key of adult:1 at Hillside, and with it everything kept under it: "
        "asked to be forgotten"
    )


def test_the_log_opens_after_its_school_has_a_new_key(hillside):
    keys.seal_text(hillside.pk, "adult:1", b"x", "name")
    before = bytes(Key.objects.get(school_id=hillside.pk, record=SCHOOL).wrapped)
    actions.rotate_school(hillside, by=COMMAND_LINE)
    assert bytes(Key.objects.get(school_id=hillside.pk, record=SCHOOL).wrapped) != before
    assert last_sentence(hillside) == "The command line gave Hillside a new key"
    assert audit.verify(hillside.pk).whole


def test_a_new_instance_key_is_written_down_by_its_fingerprint(hillside):
    actions.note_instance_rotated(hillside, by=COMMAND_LINE, fingerprint="ab12")
    assert last_sentence(hillside).endswith("the key of the installation that Hillside is in, to ab12")


@pytest.mark.parametrize("key", [key for key in ACTIONS if key.startswith("keys.")])
def test_nobody_without_the_keys_in_their_care_does_any_of_it(hillside, key):
    details = {"keys.shred": {"record": "adult:1", "reason": ""}, "keys.instance_rotated": {"fingerprint": ""}}
    with pytest.raises(Refused):
        ACTIONS[key].run(hillside, by=WORKER, **details.get(key, {}))
    assert not Key.objects.exists()
