"""The statements that are written once say what Django's own would say."""

import uuid

import pytest
from cast import a_school
from concerned import a_concern, a_receipt
from django.utils import timezone
from evidenced import an_item

from belisha.concerns.models import Barred, Concern, Route, Subject
from belisha.concerns.reporting.models import Receipt
from belisha.core import prepared
from belisha.core.models import AuditEntry, AuditHead, AuditNode, Notice
from belisha.evidence.models import Item, Wording
from belisha.people.models import Adult
from belisha.sealed.models import Key, SealedFile

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [AuditHead, AuditEntry, AuditNode, Key])
def test_a_row_is_read_as_django_reads_it(model):
    a_school()
    theirs = model.objects.last()
    ours = prepared.first(model, **{model._meta.pk.attname: theirs.pk})
    for field in model._meta.concrete_fields:
        mine, other = getattr(ours, field.attname), getattr(theirs, field.attname)
        assert type(mine) is type(other), field.name
        assert mine == other, field.name


def test_rows_of_a_report_are_written_and_read_as_django_would():
    cast = a_school()
    concern = a_concern(cast, about=cast.teacher)
    a_receipt(concern, cast.office)
    an_item(cast, concern)
    for model in (Adult, Concern, Subject, Route, Barred, Item, Wording, SealedFile, Receipt, Notice):
        theirs = model.objects.order_by("pk").last()
        ours = prepared.first(model, id=theirs.pk)
        for field in model._meta.concrete_fields:
            mine, other = getattr(ours, field.attname), getattr(theirs, field.attname)
            assert (type(mine), mine) == (type(other), other), (model, field.name)


def test_a_row_is_written_as_django_writes_it():
    school, now = uuid.uuid4(), timezone.now()
    for record, shredded in (("adult:1", None), ("adult:2", now)):
        wrapped_by = "" if shredded else "abc"
        row = Key(school_id=school, record=record, wrapped=b"\x00\xff", wrapped_by=wrapped_by, shredded_at=shredded)
        prepared.insert([row])
        found = Key.objects.get(pk=row.pk)
        assert (found.school_id, bytes(found.wrapped), found.shredded_at) == (school, b"\x00\xff", shredded)
    assert {row.record for row in prepared.rows(Key, school_id=school, record=("adult:1", "adult:2", "x"))} == {
        "adult:1",
        "adult:2",
    }
    assert prepared.first(Key, school_id=school, record="adult:3") is None


def test_only_the_named_fields_of_one_row_are_changed():
    first, second = (AuditHead(school_id=uuid.uuid4(), size=1, frontier={"a": [1]}) for _ in range(2))
    prepared.insert([first, second])
    first.size, first.frontier = 2, {"b": None}
    prepared.update(first, "size")
    assert AuditHead.objects.get(pk=first.pk).size == 2
    assert AuditHead.objects.get(pk=first.pk).frontier == {"a": [1]}
    assert AuditHead.objects.get(pk=second.pk).size == 1


def test_rows_with_any_of_no_values_are_none():
    a_school()
    assert prepared.rows(Key, record=()) == []


def test_only_the_rows_with_these_values_are_deleted():
    school, other = uuid.uuid4(), uuid.uuid4()
    prepared.insert(
        [
            Key(school_id=place, record=f"adult:{n}", wrapped=b"1", wrapped_by="a")
            for place in (school, other)
            for n in (1, 2)
        ]
    )
    prepared.delete(Key, school_id=school, record="adult:1")
    left = set(Key.objects.filter(school_id__in=(school, other)).values_list("school_id", "record"))
    assert left == {(school, "adult:2"), (other, "adult:1"), (other, "adult:2")}


def test_nothing_to_insert_is_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        prepared.insert([])
