"""`may`, `sees` and `visible_to` are one rule; roles grant, conflicts veto, and what is not said is denied."""

import pytest
from cast import a_school, again, an_adult
from django.apps import apps
from django.db.models import Model
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from belisha.core import access
from belisha.core.access import ROLES, SET_UP, WORKER, Can, Held, Reach, Role, System, may, require, sees, visible_to
from belisha.core.errors import Refused
from belisha.core.models import AuditCheckpoint, AuditEntry
from belisha.core.notices import post
from belisha.people import actions
from belisha.people.models import Adult, School, Trust
from belisha.people.sessions import Stranger
from belisha.references import actions as references

SEEN = [model for model in apps.get_models() if hasattr(model, "seen_by")]


class Somebody:
    """An actor without a row: whatever roles, wherever, with or without a second factor."""

    def __init__(self, held, second_factor, id=None):
        self.held, self.second_factor, self.id, self.name = held, second_factor, id, "Somebody"


class TestWhatOneMaySeeIsWhatOneIsShown(TestCase):
    @classmethod
    def setUpTestData(cls):
        from architecture.world import a_second_edition, a_world

        cls.world = a_world()
        cls.cast = cast = cls.world.cast
        cls.lone = School.objects.create(name="Lone School", kind="community")
        cls.far = School.objects.create(name="Far School", kind="academy", trust=Trust.objects.create(name="Far Trust"))
        for school in (cls.lone, cls.far):
            an_adult(school, "Ivo Far")
        post("task", cast.teacher, "/")
        a_second_edition(cls.world)
        references.set_period(cast.school, by=cast.head, months=6)
        from belisha.core import audit

        for school in School.objects.all():
            audit.checkpoint(school.pk)
        actions.invite(cast.governor, by=cast.head)
        cls.rows = {model: list(model._base_manager.all()[:60]) for model in SEEN}

    def test_there_is_a_row_of_every_model_that_can_be_seen(self):
        assert not [model.__name__ for model, rows in self.rows.items() if not rows]

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(data=st.data())
    def test_a_list_and_a_look_at_one_thing_agree_for_anybody(self, data):
        schools, trusts = list(School.objects.all()), list(Trust.objects.all())
        place = st.one_of(
            st.builds(lambda role, at: Held(role, school_id=at.pk), st.sampled_from(Role), st.sampled_from(schools)),
            st.builds(lambda role, at: Held(role, trust_id=at.pk), st.sampled_from(Role), st.sampled_from(trusts)),
        )
        ids = st.one_of(st.none(), st.sampled_from([adult.pk for adult in self.rows[Adult]]))
        actor = Somebody(data.draw(st.lists(place, max_size=4)), data.draw(st.booleans()), data.draw(ids))
        for model in SEEN:
            shown = set(visible_to(actor, model._base_manager.all()).values_list("pk", flat=True))
            for thing in self.rows[model]:
                assert (thing.pk in shown) == sees(actor, thing), (model, thing)

    def test_they_agree_for_real_people_leavers_and_strangers_too(self):
        cast = self.cast
        for adult in [*cast.people, cast.leaver, cast.other_head, cast.trust_safeguarding]:
            for factor in (True, False):
                actor = again(adult, second_factor=factor)
                for model in SEEN:
                    shown = set(visible_to(actor, model._base_manager.all()).values_list("pk", flat=True))
                    assert shown >= {thing.pk for thing in self.rows[model] if sees(actor, thing)}
                    assert not shown & {thing.pk for thing in self.rows[model] if not sees(actor, thing)}
        for model in SEEN:
            assert not visible_to(Stranger(), model._base_manager.all()).exists()

    def test_a_leaver_sees_their_own_rows_at_most(self):
        shown = visible_to(again(self.cast.leaver), Adult.objects.all())
        assert list(shown) == [self.cast.leaver]

    def test_a_trust_reaches_down_to_its_schools_and_not_across(self):
        lead = self.cast.trust_safeguarding
        schools = {adult.school_id for adult in visible_to(lead, Adult.objects.all())}
        assert schools == {self.cast.school.pk, self.cast.other_school.pk}
        assert may(lead, Can.SEE_PEOPLE, self.cast.teacher)
        assert not may(lead, Can.SEE_PEOPLE, Adult.objects.get(school=self.far))
        assert not may(lead, Can.SEE_PEOPLE, self.lone)

    def test_a_head_reaches_no_other_school_of_the_trust(self):
        assert not may(self.cast.head, Can.CHANGE_PEOPLE, self.cast.other_teacher)
        assert not visible_to(self.cast.head, AuditEntry.objects.exclude(school_id=self.cast.school.pk)).exists()
        assert not visible_to(self.cast.head, AuditCheckpoint.objects.exclude(school_id=self.cast.school.pk)).exists()

    def test_a_conflict_vetoes_whatever_the_role(self):
        head, teacher = self.cast.head, self.cast.teacher
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Adult, "vetoed_by", access.own("id"), raising=False)
            assert not sees(head, head)
            assert not may(head, Can.CHANGE_PEOPLE, head)
            assert may(head, Can.CHANGE_PEOPLE, teacher)
            assert head not in visible_to(head, Adult.objects.all())
            assert teacher in visible_to(head, Adult.objects.all())
            with pytest.raises(Refused):
                require(head, Can.CHANGE_PEOPLE, head)

    def test_a_role_that_reads_cases_sleeps_until_there_is_a_second_factor(self):
        asleep = again(self.cast.head, second_factor=False)
        assert not may(asleep, Can.PUBLISH_POLICY)
        assert may(asleep, Can.READ_POLICY, self.cast.school)
        with pytest.raises(Refused, match="needs a second factor"):
            require(asleep, Can.PUBLISH_POLICY, self.cast.school)
        assert may(again(self.cast.head), Can.PUBLISH_POLICY, self.cast.school)

    def test_what_no_rule_shows_cannot_be_listed_at_all(self):
        for model in (Trust, *[model for model in apps.get_models() if not hasattr(model, "seen_by")]):
            with pytest.raises(AttributeError):
                visible_to(self.cast.head, model._base_manager.all())


def test_every_model_of_ours_that_carries_a_school_says_who_sees_it():
    ours = [model for model in apps.get_models() if model.__module__.startswith("belisha.")]
    carrying = {model.__name__ for model in ours if any(f.attname == "school_id" for f in model._meta.concrete_fields)}
    # The machinery's own, and counts that nobody may read before they are put into steps: no page lists them.
    unseen = {"AuditHead", "AuditNode", "Key", "SealedFile", "Stamp", "Tally"}
    assert carrying - {model.__name__ for model in SEEN} == unseen


# One line per permission that a person can hold: who holds it. Those not named are for Belisha's own processes.
HOLDERS = """
    acknowledge            adult teacher headteacher deputy senior_leader dsl deputy_dsl governor chair \
vice_chair link_governor hr dpo it_lead office trust_safeguarding
    agree_protocol         headteacher
    answer_question        headteacher
    approve_policy         headteacher chair
    ask_advice             adult teacher headteacher deputy senior_leader dsl deputy_dsl governor chair \
vice_chair link_governor hr dpo it_lead office trust_safeguarding
    ask_permission         adult teacher headteacher deputy senior_leader dsl deputy_dsl governor chair \
vice_chair link_governor hr dpo it_lead office trust_safeguarding
    ask_question           adult teacher headteacher deputy senior_leader dsl deputy_dsl governor chair \
vice_chair link_governor hr dpo it_lead office trust_safeguarding
    change_own_sign_in     adult teacher headteacher deputy senior_leader dsl deputy_dsl governor chair \
vice_chair link_governor hr dpo it_lead office administrator trust_safeguarding
    change_people          headteacher office
    change_roles           headteacher
    change_school          headteacher
    decide_declaration     headteacher
    decide_for_headteacher chair
    decide_permission      headteacher
    declare                adult teacher headteacher deputy senior_leader dsl deputy_dsl governor chair \
vice_chair link_governor hr dpo it_lead office trust_safeguarding
    do_duty                adult teacher headteacher deputy senior_leader dsl deputy_dsl governor chair \
vice_chair link_governor hr dpo it_lead office trust_safeguarding
    draft_policy           headteacher deputy
    excuse                 headteacher deputy
    export_audit           headteacher chair
    keep_accounts          headteacher deputy it_lead office
    keep_calendar          adult teacher headteacher deputy senior_leader dsl deputy_dsl governor chair \
vice_chair link_governor hr dpo it_lead office trust_safeguarding
    keep_chair             chair vice_chair
    keep_duties            headteacher deputy
    keep_guidance          headteacher deputy
    keep_keys              administrator
    keep_protocols         headteacher deputy dsl
    keep_pupils            headteacher office
    keep_references        headteacher deputy
    name_acting_head       chair
    publish_policy         headteacher
    read_audit             headteacher chair dpo
    read_case              headteacher dsl deputy_dsl chair vice_chair hr dpo trust_safeguarding
    report_concern         adult teacher headteacher deputy senior_leader dsl deputy_dsl governor chair \
vice_chair link_governor hr dpo it_lead office trust_safeguarding
    report_for_another     headteacher dsl deputy_dsl office
    handle_concern         headteacher dsl deputy_dsl chair vice_chair dpo trust_safeguarding
    keep_routes            headteacher chair
    open_public_door       headteacher
    keep_retention         headteacher dpo
    read_original          headteacher deputy
    read_policy            adult teacher headteacher deputy senior_leader dsl deputy_dsl governor chair \
vice_chair link_governor hr dpo it_lead office inspector trust_safeguarding
    remind                 headteacher deputy
    see_acknowledgements   headteacher deputy senior_leader dsl deputy_dsl office trust_safeguarding
    see_people             headteacher deputy senior_leader dsl deputy_dsl office trust_safeguarding
    see_pupils             headteacher dsl deputy_dsl office
    see_asked              headteacher deputy chair
    see_registers          adult teacher headteacher deputy senior_leader dsl deputy_dsl governor chair \
vice_chair link_governor hr dpo it_lead office trust_safeguarding
    witness                headteacher deputy office
"""


def test_each_permission_is_held_by_these_roles_and_by_no_other():
    stated = {words[0]: set(words[1:]) for words in (line.split() for line in HOLDERS.strip().splitlines())}
    actual = {can.value: {role.value for role, card in ROLES.items() if can in card.permissions} for can in Can}
    assert {can: roles for can, roles in actual.items() if roles} == stated


def test_every_role_is_described_and_none_holds_everything():
    assert set(ROLES) == set(Role)
    assert all(card.label and card.purpose.endswith(".") and card.permissions < set(Can) for card in ROLES.values())


@pytest.mark.parametrize("role", Role)
def test_each_role_opens_its_own_permissions_where_it_is_held_and_nothing_elsewhere(role):
    here, elsewhere = School(name="Here", kind="other"), School(name="Elsewhere", kind="other")
    actor = Somebody([Held(role, school_id=here.pk)], second_factor=True)
    for can in Can:
        assert may(actor, can) == (can in ROLES[role].permissions)
        assert here.pk in access.reach(actor, can).schools or can not in ROLES[role].permissions
        assert not may(actor, can, elsewhere)


@pytest.mark.parametrize("system", [SET_UP, WORKER, System("Nobody")])
def test_a_process_has_only_the_permissions_it_was_given(system):
    assert {can for can in Can if may(system, can)} == system.permissions


def test_somebody_without_a_role_reaches_nowhere():
    assert not access.reach(Stranger(), Can.READ_POLICY)
    assert Reach() == access.reach(Somebody([], True), Can.READ_POLICY)


@pytest.mark.django_db
def test_an_unknown_permission_is_an_error_and_not_a_no():
    with pytest.raises(ValueError, match="not a valid Can"):
        may(a_school().head, "fly")


def test_a_thing_without_a_rule_is_seen_by_nobody():
    class Unruled(Model):
        class Meta:
            app_label = "core"
            managed = False

    try:
        with pytest.raises(AttributeError):
            sees(SET_UP, Unruled())
    finally:
        del apps.all_models["core"]["unruled"]
        apps.clear_cache()
