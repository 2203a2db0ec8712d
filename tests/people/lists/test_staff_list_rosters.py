"""OneRoster 1.1 and 1.2, and Microsoft School Data Sync V2.1: staff only, tolerant, and blind to what is not ours."""

import pytest
from cast import a_school, again, signed_in
from django.db import connection
from django.urls import reverse
from given import a_zip, brought_in, check_page, confirm, give, newest

from belisha.people.lists.models import StaffList
from belisha.people.lists.reading import Given, read
from belisha.people.lists.rosters import staff_rows
from belisha.people.lists.rules import MOST_IN_A_SET, Unreadable
from belisha.people.models import Adult

MANIFEST = "propertyName,value\nmanifest.version,1.0\noneroster.version,{version}\nfile.users,{mode}\n"
ORGS = "sourcedId,status,dateLastModified,name,type,identifier\no0,,,Two Rivers,district,\no1,,,Alder Lane,school,\n"
USERS_11 = (
    "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,"
    "middleName,identifier,email,sms,phone,agentSourcedIds,grades,password\n"
    "t1,,,true,o1,teacher,th,,Tom,Hesketh,,,TOM.HESKETH@alder.example,,,,,zebra-word-1\n"
    "t2,active,,true,o1,aide,is,,Ivy,Stroud,,,ivy@alder.example,,,,,zebra-word-2\n"
    "t3,tobedeleted,,true,o1,teacher,pn,,Priya,Nair,,,priya.nair@alder.example,,,,,zebra-word-3\n"
    "s1,,,true,o1,student,ov,,Orla,Vane,,P1,,,,,02,zebra-word-4\n"
    "p1,,,true,o1,parent,pv,,Parent,Vane,,,,,,,,zebra-word-5\n"
    "a1,,,true,o1,administrator,ad,,Ada,Okoro,,,ada@alder.example,,,,,zebra-word-6\n"
)
USERS_12 = (
    "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,"
    "sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,preferredFamilyName,"
    "primaryOrgSourcedId,pronouns,metadata.shoe\n"
    "t1,,,true,th,,Thomas,Hesketh,,,tom.hesketh@alder.example,,,,,zebra-word-1,,Tom,,o1,,9\n"
    "h1,,,true,mo,,Margaret,Okafor,,,margaret.okafor@alder.example,,,,,zebra-word-2,,,,o1,,\n"
    "s1,,,true,ov,,Orla,Vane,,,,,,,02,zebra-word-4,,,,o1,,\n"
    "n1,,,true,nn,,No,Role,,,,,,,,,,,,o1,,\n"
    "x1,,,true,xx,,Strange,Role,,,,,,,,,,,,o1,,\n"
)
ROLES_12 = (
    "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId\n"
    "r1,,,t1,primary,teacher,2026-09-01,2027-07-31,o1,\nr2,,,h1,primary,principal,,,o1,\n"
    "r3,,,s1,primary,student,,,o1,\nr4,tobedeleted,,n1,primary,teacher,,,o1,\nr5,,,x1,primary,astronaut,,,o1,\n"
)
SDS = {
    "orgs.csv": "sourcedId,name,type,parentSourcedId\no1,Alder Lane,school,\n",
    "users.csv": "sourcedId,username,givenName,familyName,password,activeDirectoryMatchId,email,phone\n"
    "t1,th,Tom,Hesketh,zebra-word-1,th@x,tom.hesketh@alder.example,1\ns1,ov,Orla,Vane,zebra-word-2,,,\n"
    "f1,nh,Noor,Haddad,zebra-word-3,,noor@alder.example,\n",
    "roles.csv": "userSourcedId,orgSourcedId,role,sessionSourcedId,grade,isPrimary,roleStartDate,roleEndDate\n"
    "t1,o1,teacher,,,true,,2027-07-31\ns1,o1,student,,02,true,,\nf1,o1,staff,,,true,,\n",
}
# Whoever opens one of these is found out: they are no text at all.
POISON = {"demographics.csv": b"\xff\x00\x81" * 40, "userProfiles.csv": b"\x81\x8d\x00" * 40}


def one_roster(version="1.1", mode="bulk", **files) -> dict:
    users = {"users.csv": USERS_11} if version == "1.1" else {"users.csv": USERS_12, "roles.csv": ROLES_12}
    return {"manifest.csv": MANIFEST.format(version=version, mode=mode), "orgs.csv": ORGS, **users, **POISON, **files}


def people(files: dict, folder="") -> dict:
    form, roster = read([Given("set.zip", a_zip(files, folder))])
    return {"form": form, "rows": {row.key: row for row in staff_rows(roster, "")}, "roster": roster}


@pytest.mark.parametrize("folder", ["", "export/2026"])
@pytest.mark.parametrize("drop", [(), ("manifest.csv",), ("orgs.csv",), ("manifest.csv", "orgs.csv")])
def test_one_roster_1_1_gives_staff_whatever_is_missing_and_wherever_it_lies(folder, drop):
    files = {name: data for name, data in one_roster().items() if name not in drop}
    found = people(files, folder)
    assert (found["form"], set(found["rows"])) == ("oneroster", {"t1", "t2", "t3", "a1"})
    tom, priya = found["rows"]["t1"], found["rows"]["t3"]
    assert (tom.name, tom.email, tom.roles, tom.if_new) == (
        "Tom Hesketh", "tom.hesketh@alder.example", ["teacher"], "employee",
    )  # fmt: skip
    assert priya.left
    assert found["rows"]["a1"].roles == []


def test_one_roster_1_2_takes_roles_from_their_own_file_and_preferred_names():
    found = people(one_roster("1.2"))
    assert set(found["rows"]) == {"t1", "h1", "x1"}
    assert (found["rows"]["t1"].name, found["rows"]["t1"].ends) == ("Tom Hesketh", "")
    assert "Who is Headteacher is said on their page" in found["rows"]["h1"].remarks[0]
    assert "headteacher" not in found["rows"]["h1"].roles
    assert "“astronaut” is a role that is not known here." in found["rows"]["x1"].wrong[0]


@pytest.mark.parametrize("zipped", [True, False])
def test_school_data_sync_comes_as_a_zip_or_as_its_files(zipped):
    files = [Given("set.zip", a_zip(SDS))] if zipped else [Given(name, data.encode()) for name, data in SDS.items()]
    form, roster = read(files)
    rows = {row.key: row for row in staff_rows(roster, "")}
    assert (form, set(rows)) == ("sds", {"t1", "f1"})
    assert (rows["t1"].roles, rows["f1"].roles, rows["t1"].ends) == (["teacher"], [], "")


@pytest.mark.parametrize("mode", ["bulk", "delta"])
def test_a_set_of_changes_says_so(mode):
    assert people(one_roster(mode=mode))["roster"].only_changes == (mode == "delta")


def test_columns_in_another_order_a_mark_at_the_beginning_and_old_letters_are_no_hindrance():
    users = "\ufeffrole,familyName,givenName,sourcedId,enabledUser,ext_x\nteacher,Ünal,Zoë,z1,true,1\nteacher,Short\n"
    assert people({"users.csv": users})["rows"]["z1"].name == "Zoë Ünal"
    assert people({"users.csv": users[1:].encode("cp1252")})["rows"]["z1"].name == "Zoë Ünal"


def test_a_set_without_rows_says_so():
    with pytest.raises(Unreadable, match=r"users\.csv has no rows"):
        people({"users.csv": ""})


def test_a_set_of_more_rows_than_any_trust_has_is_not_read_to_its_end():
    users = "sourcedId,status,role\n" + "s,,student\n" * (MOST_IN_A_SET + 1) + "x" * 200_000
    with pytest.raises(Unreadable, match=r"users\.csv has more than 60,000 rows"):
        people({"users.csv": users})


@pytest.mark.django_db
@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_no_password_and_nothing_of_demographics_is_anywhere_afterwards(client, caplog, version):
    school = a_school()
    give(signed_in(client, school.head), ("set.zip", a_zip(one_roster(version))))
    kept = [str(StaffList.objects.values().get()), check_page(client), check_page(client, "add")]
    kept += [brought_in(client), str(dict(client.session.items())), caplog.text]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            kept.append(str(cursor.fetchall()))
    assert [text for text in kept if "zebra-word" in text] == []
    assert not Adult.objects.filter(name__in=["Orla Vane", "Parent Vane"]).exists()


@pytest.mark.django_db
@pytest.mark.clause("2-01-a")
def test_a_set_is_brought_in_and_whom_it_calls_gone_may_have_left(client):
    school = a_school()
    answer = give(signed_in(client, school.head), ("set.zip", a_zip(one_roster(mode="delta"))))
    page = client.get(answer.url).content.decode()
    assert "hold only what changed" in page
    assert "names everybody" not in page
    page = brought_in(client, complete=True)
    assert newest().result["number"] == {"update": 1, "add": 2, "left": 1}
    assert newest().result["missing"] == [str(school.dsl.pk)]
    assert again(school.dsl).is_active
    assert (again(school.teacher).listed_as, again(school.teacher).kind) == ("t1", "employee")
    give(client, ("set.zip", a_zip(one_roster(mode="delta"))))
    brought_in(client)
    assert newest().result["number"] == {"same": 3, "left": 1}


@pytest.mark.django_db
def test_of_several_schools_one_is_chosen(client):
    school = a_school()
    orgs = f"{ORGS}o2,,,Bishop Ferrar,school,\n"
    users = USERS_11 + "t9,,,true,o2,teacher,so,,Samuel,Oduya,,,,,,,,\n"
    files = one_roster(**{"orgs.csv": orgs, "users.csv": users})
    answer = give(signed_in(client, school.office), ("s.zip", a_zip(files)))
    assert answer.url == reverse("lists:school", args=[newest().pk])
    assert "Which school is this?" in client.get(answer.url).content.decode()
    assert "Choose one of the schools" in client.post(answer.url, {"school": "o7"}).content.decode()
    assert "Samuel Oduya" in client.post(answer.url, {"school": "o2"}, follow=True).content.decode()
    assert newest().number == 1
    confirm(client)
    assert newest().state == "running"
