"""Each clause of class R, and each other clause that has a rule, decides written cases that are named here."""

import ast
from pathlib import Path

import pytest
from written import case, decides

from belisha.commands.clauses import marks
from belisha.packs.loading import load_pack
from belisha.reasoning.scenarios import answer
from belisha.reasoning.shipped import shipped_rulebook

P, C, N, F = "permitted", "be_cautious", "needs_permission", "forbidden"


def shown(clause: str, *keys: str) -> None:
    """The clause stands beside the answers to these cases."""
    assert [key for key in keys if clause not in answer(shipped_rulebook(), case(key)).relevant] == []


# -- scope ---------------------------------------------------------------------------------------------------------


@pytest.mark.clause("2-02-a")
def test_private_use_is_covered_and_free_where_no_clause_speaks_against_it():
    decides("2-02-a", public_follow=P, gentle_joke=P, pupil_game=F)


@pytest.mark.clause("2-01-c")
def test_the_same_rules_answer_for_governors():
    decides("2-01-c", governor_follow=P)
    decides("6-10-a", parent_request_governor=C)


@pytest.mark.clause("2-02-b")
def test_a_video_call_from_an_own_account_counts_as_social_media():
    decides("2-02-b", daughter_own_video_call=P, pupil_own_video=F)


@pytest.mark.clause("2-03-b")
def test_a_way_that_nobody_has_heard_of_counts_as_social_media_where_it_works_online():
    decides("2-03-b", pupil_new_app=F, pupil_talk_new_app=N)


# -- principles ----------------------------------------------------------------------------------------------------


@pytest.mark.clause("3-02-a")
def test_what_is_unfit_must_not_be_put_out():
    decides("3-02-a", party_post=F)


@pytest.mark.clause("3-03-b", "3-03-c")
def test_leaders_and_governors_may_look_at_what_an_adult_made_public_and_others_should_not():
    decides("3-03-c", colleague_look_headteacher=P, colleague_look_governor=P)
    decides("3-03-b", colleague_look_headteacher=P)
    decides("3-05-b", colleague_look=C)


@pytest.mark.clause("3-05-b")
def test_what_would_make_a_reasonable_person_wonder_asks_for_care():
    decides("3-05-b", child_elsewhere=C, photo_own_phone=C, colleague_look=C)


@pytest.mark.clause("3-06-b")
def test_whoever_is_a_parent_and_works_here_has_two_interests_to_keep_apart():
    decides("3-06-b", dual_role_friend_request=C, parents_chat_stay=C)


@pytest.mark.clause("4-17-a")
def test_nothing_excuses_using_a_position_of_trust():
    decides("4-17-a", trust_pupil=F, trust_parent=F, trust_former=F)
    assert answer(shipped_rulebook(), case("trust-pupil")).absolute
    assert not answer(shipped_rulebook(), case("romance-colleague")).absolute


# -- telephone, mail, details ----------------------------------------------------------------------------------------


@pytest.mark.clause("6-01-b")
def test_own_numbers_and_logins_are_kept_private():
    decides("6-01-b", number_pupil=F, number_parent=F, login_colleague=F)


@pytest.mark.clause("6-02-a")
def test_school_email_and_telephone_are_the_way_to_reach_families():
    decides("6-02-a", parent_school_email=P, parent_school_phone_trip=P, parent_school_messenger=C)


@pytest.mark.clause("6-02-b")
def test_pupils_and_parents_are_not_reached_by_an_own_phone_or_address():
    decides("6-02-b", parent_own_phone=F, parent_own_phone_trip=F, pupil_own_email=F)


@pytest.mark.clause("6-04-a")
def test_personal_details_of_a_pupil_are_neither_asked_for_nor_given():
    decides("6-04-a", details_asked=F, details_form=F, details_from_pupil=F)


@pytest.mark.clause("6-05-a")
def test_pupils_are_talked_about_on_social_media_only_with_express_permission():
    decides("6-05-a", pupil_talk_none=N, pupil_talk_permitted=P, pupil_talk_expired=N, pupil_talk_unknown=N)


@pytest.mark.clause("6-06-a")
def test_pupils_are_reached_on_the_schools_platform_where_a_live_protocol_covers_it():
    decides("6-06-a", platform_live=P, platform_none=N, platform_not_covered=N, platform_unknown=N, pupil_own_email=F)


@pytest.mark.clause("6-06-b")
def test_contact_with_a_pupil_outside_what_was_agreed_is_very_serious():
    decides("6-06-b", platform_none=N, pupil_own_text=F, daughter_phone_untold=N)


# -- pupils on social media ------------------------------------------------------------------------------------------


@pytest.mark.clause("6-07-a")
def test_nobody_is_linked_with_a_pupil_or_in_contact_with_one_on_social_media():
    decides("6-07-a", pupil_request=F, pupil_game=F, pupil_like=F, pupil_friends_child=F, nephew_nothing_done=N)


@pytest.mark.clause("6-07-b")
def test_the_exception_for_family_is_met_only_with_all_three_of_its_conditions():
    decides("6-07-b", nephew_all_done=P, nephew_told=N, nephew_not_acknowledged=N, nephew_nothing_agreed=N)


@pytest.mark.clause("6-08-a")
def test_contact_in_the_family_breaks_the_policy_until_the_tie_is_acknowledged():
    decides("6-08-a", nephew_told=N, nephew_not_acknowledged=N)


@pytest.mark.clause("6-08-b")
def test_contact_in_the_family_without_acknowledgement_is_a_serious_matter():
    decides("6-08-b", nephew_nothing_done=N, nephew_told=N, foster_nothing_done=N)


@pytest.mark.clause("6-08-c")
def test_whoever_asks_is_told_that_such_contact_could_be_taken_for_grooming():
    shown("6-08-c", "nephew-told", "pupil-no-tie-nothing-told")


@pytest.mark.clause("6-08-d")
def test_every_tie_with_a_pupil_has_to_be_told():
    decides("6-08-d", nephew_nothing_done=N, look_niece_untold=N)
    assert ("6-08-d", "") in case("nephew-nothing-done").expected.duties


@pytest.mark.clause("6-09-a")
def test_a_pupils_page_is_looked_at_only_in_the_family_when_acknowledged_and_talked_over_before():
    decides("6-09-a", look_pupil=F, look_niece_all_done=P, look_niece_not_discussed=N, look_niece_not_acknowledged=N)


# -- parents, former pupils, colleagues --------------------------------------------------------------------------------


@pytest.mark.clause("6-10-a")
def test_former_pupils_and_parents_ask_for_care():
    decides("6-10-a", parent_request=C, former_pupil_adult=C, former_pupil_child=C, future_parent=C)


@pytest.mark.clause("6-11-a")
def test_befriending_colleagues_asks_for_care():
    decides("6-11-a", colleague_friend=C, headteacher_friend=C)


# -- what is put online ------------------------------------------------------------------------------------------------


@pytest.mark.clause("6-12-a")
def test_nobody_of_the_school_or_its_community_is_criticised_online():
    decides("6-12-a", head_criticised=F, council_mocked=F, former_pupil_mocked=F, pupil_mocked=F)


@pytest.mark.clause("6-12-b", "6-21-a")
def test_who_would_insult_somebody_is_told_of_respect_and_of_the_laws_that_hold_online():
    told = {row["key"] for row in answer(shipped_rulebook(), case("insult-of-a-player")).notes}
    assert "law_applies" in told
    assert "law_applies" not in {row["key"] for row in answer(shipped_rulebook(), case("gentle-joke")).notes}


@pytest.mark.clause("6-12-a", "6-18-a", "6-14-a")
def test_disclosing_wrongdoing_and_the_work_of_a_union_are_not_criticism():
    decides("6-18-a", whistle_post=C)
    decides("6-14-a", union_post=C)
    for key, note in (("whistle-post", "whistleblowing"), ("union-post", "trade_union")):
        found = answer(shipped_rulebook(), case(key))
        assert "6-12-a" not in {*found.deciding, *found.relevant}
        assert note in {row["key"] for row in found.notes}


@pytest.mark.clause("6-13-a")
def test_nothing_that_belittles_is_posted():
    decides("6-13-a", racist_joke=F, insult_of_a_player=F)


@pytest.mark.clause("6-13-b")
def test_nothing_that_brings_disrepute_is_done_online():
    decides("6-13-b", party_post=F, explicit_link=F, party_link_in_chat=F)


@pytest.mark.clause("6-14-a")
def test_own_views_are_not_given_as_those_of_the_school():
    decides("6-14-a", own_view_as_school=F, own_view_named=C, families_asked=C)


@pytest.mark.clause("6-15-a")
def test_pictures_of_the_people_of_the_school_are_not_put_on_social_media():
    decides("6-15-a", staff_photo=F, school_gate_photo=F, official_photo=F, own_family_photo_badge=F)
    assert "official_images_no_exception" in case("official-photo").expected.gaps


@pytest.mark.clause("6-16-a")
def test_the_school_is_better_not_named_in_a_profile():
    decides("6-16-a", profile_school=C, profile_plain=P, profile_unknown=C)


@pytest.mark.clause("6-17-b")
def test_teachers_take_care_how_they_voice_beliefs_and_others_are_not_asked_to():
    decides("6-17-b", belief_teacher=C, belief_trainee=C)
    decides("2-02-a", belief_cook=P)


@pytest.mark.clause("6-18-a")
def test_confidentiality_is_thought_of_first():
    decides("6-18-a", confidential_unsure=C, whistle_post=C)


@pytest.mark.clause("6-19-a")
def test_confidential_information_is_given_out_only_where_the_law_says_so():
    decides("6-19-a", confidential_post=F, confidential_mail=F, confidential_lawful=P, confidential_lawful_unknown=F)


@pytest.mark.clause("6-22-a")
def test_every_concern_is_raised_at_once():
    decides("6-22-a", concern_reported=P, concern_later=F, danger_later=F)


# -- images, equipment, what pupils come across ------------------------------------------------------------------------


@pytest.mark.clause("7-01-a")
def test_nothing_excuses_an_indecent_image_of_a_child():
    decides("7-01-a", indecent_screenshot=F, indecent_forward=F, indecent_unsure=F)
    found = answer(shipped_rulebook(), case("indecent-screenshot"))
    assert found.absolute
    assert {row["key"] for row in found.notes} == {"stop_page", "do_not_copy"}
    assert not any(test.cures for test in found.exceptions)


@pytest.mark.clause("7-01-d")
def test_an_indecent_image_that_is_found_is_told_at_once():
    decides("7-01-d", indecent_told=P, indecent_tomorrow=F)


@pytest.mark.clause("7-02-a")
def test_school_equipment_is_not_used_for_explicit_material():
    decides("7-02-a", explicit_school_device=F, school_laptop_back=F)


@pytest.mark.clause("7-02-b")
def test_an_own_device_with_explicit_material_does_not_come_into_school():
    decides("7-02-b", explicit_own_brought=F, explicit_own_school=F, own_tablet_unsure=F)


@pytest.mark.clause("7-03-a")
def test_pupils_come_across_nothing_unsuitable():
    decides("7-03-a", unfit_film=F, film_unchecked=C, film_checked=P)


@pytest.mark.clause("7-03-c")
def test_what_pupils_may_have_seen_is_reported_at_once():
    decides("7-03-c", exposure_later=F, explicit_advert_unreported=F)


@pytest.mark.clause("7-04-a")
def test_material_that_raises_concern_about_an_adult_is_told_at_once():
    assert ("7-04-a", "immediately") in case("material-about-adult").expected.duties


# -- bullying, reporting, training -------------------------------------------------------------------------------------


@pytest.mark.clause("8-01-b", "8-01-d", "8-01-e")
def test_what_was_sent_is_kept_with_time_date_and_address():
    decides("8-01-d", insults_kept=P)
    shown("8-01-b", "insults-kept")
    shown("8-01-e", "insults-kept")


@pytest.mark.clause("8-01-c", "8-02-c")
def test_what_was_sent_is_not_deleted():
    decides("8-01-c", insults_deleted=C)
    decides("8-02-c", trolling_deleted=C)


@pytest.mark.clause("8-03-a")
def test_bullying_and_trolling_are_reported():
    decides("8-03-a", insults_unreported=F, trolling_unreported=F, insults_later=F)


@pytest.mark.clause("4-15-a")
def test_posts_that_harm_the_good_name_of_the_school_are_reported():
    decides("4-15-a", bad_post_unreported=F, bad_post_reported=P)


@pytest.mark.clause("4-16-a")
def test_training_is_attended():
    decides("4-16-a", training_missed=F)


@pytest.mark.clause("9-06-a", "9-06-b")
def test_a_worry_about_extremism_goes_to_the_headteacher_and_the_safeguarding_lead_at_once():
    decides("9-06-a", extremism_later=F)
    decides("9-06-b", extremism_later=F)
    assert {("9-06-a", "immediately"), ("9-06-b", "")} <= case("extremism-reported").expected.duties


# -- all of them -------------------------------------------------------------------------------------------------------


def test_each_clause_of_class_r_is_decided_by_a_case_that_is_named_here():
    cited = {clause for _, clause in marks(ast.parse(Path(__file__).read_text("utf-8")))}
    rules = [clause.id for clause in load_pack("staff-social-media").clauses if clause.klass == "R"]
    assert len(rules) == 34
    assert [clause for clause in rules if clause not in cited] == []
