"""`belisha advise`: written questions in, answers out, and a sentence for every file that cannot be read."""

import json
import os

import pytest

from belisha import cli
from belisha.commands import advise

MISS = {"id": "miss", "question": "May I miss it?", "who": {"role": "teacher"}, "act": "skip_training"}
SCHOOL = {"channel": {"type": "email", "account": "school", "device": "school"}}
WRITE = {"id": "write", "act": "email", "counterpart": {"kind": "parent", "relation": "none"}, **SCHOOL}


@pytest.fixture
def ask(tmp_path, capsys):
    """Run the command on questions, or on the raw content of a file; exit code, what it said, and the answers."""

    def run(content, out="answers.json"):
        path, answers = tmp_path / "questions.json", tmp_path / out
        raw = content if isinstance(content, bytes) else json.dumps({"scenarios": content}).encode()
        path.write_bytes(raw)
        code = cli.main(["advise", "--scenarios", str(path), "--json", str(answers)])
        said = capsys.readouterr()
        return code, said.out + said.err, json.loads(answers.read_bytes()) if answers.is_file() else None

    return run


def test_each_question_gets_its_answer_under_its_own_id(ask):
    code, said, answers = ask([MISS, WRITE])
    assert code == 0
    assert {key: answer["verdict"] for key, answer in answers.items()} == {"miss": "forbidden", "write": "permitted"}
    assert answers["miss"]["deciding_clauses"] == ["4-16-a"]
    assert answers["miss"]["instead"]
    assert answers["write"]["must_ask"] == []
    assert "miss" in said
    assert "holds 2 answers" in said


def test_the_answer_says_everything_that_was_asked_of_it(ask):
    answer = ask([MISS])[2]["miss"]
    wanted = {"verdict", "until_then", "deciding_clauses", "also_relevant", "exceptions", "duties", "gaps", "must_ask"}
    assert wanted <= set(answer)


def test_no_database_is_opened(ask):
    assert ask([MISS])[0] == 0  # a test without the database: a query would be an error


def test_what_was_not_understood_is_told_and_never_permitted(ask):
    strange = WRITE | {"content": {"sparkle": True}, "circumstances": {"time": 3}}
    code, said, answers = ask([strange])
    assert code == 0
    assert answers["write"]["verdict"] == "be_cautious"
    assert len(answers["write"]["not_understood"]) == 2
    assert "sparkle" in said


def test_answers_are_compared_with_those_that_the_file_expects(ask):
    right = MISS | {"expected": {"verdict": "forbidden", "deciding_clauses": ["4-16-a"], "exceptions": []}}
    unsafe = WRITE | {"expected": {"verdict": "forbidden", "deciding_clauses": ["6-02-b"], "also_acceptable": []}}
    said = ask([right, unsafe])[1]
    assert "verdict exact 1" in said
    assert "deciding clauses named and none wrong 1" in said
    assert "permitted where it must not be 1" in said


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"{", "is not JSON: line 1"),
        (b"", "is not JSON"),
        (b"\xff\xfe\x00", "not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b"[]", "has no scenarios"),
        (b'{"scenarios": []}', "has no scenarios"),
        (b'{"scenarios": {}}', "has no scenarios"),
        (b'{"scenarios": [1]}', "Scenario 1 is not an object"),
        ([MISS, {"act": "call"}], "Scenario 2 has no id"),
        ([MISS | {"id": 7}], "has no id"),
        ([MISS | {"id": " "}], "has no id"),
        ([MISS, MISS], "two scenarios with the id 'miss'"),
        ([MISS | {"who": "a teacher"}], '"who" has to be an object'),
        ([MISS | {"act": ["call"]}], '"act" has to be text'),
    ],
)
def test_a_damaged_file_ends_with_a_sentence_and_leaves_no_answers(ask, content, says):
    code, said, answers = ask(content)
    assert code == 1
    assert says in said
    assert "Traceback" not in said
    assert answers is None


@pytest.mark.parametrize(
    "odd",
    [
        {"counterpart": {"kind": ["pupil"], "age": "old", "relation": {"a": 1}}},
        {"channel": {"type": 4, "platform": ["x"]}, "content": {"about": "pupil", "image_of": [None, 3], "tone": []}},
        {"content": None, "circumstances": {"permission": True, "agreed_protocol": False}, "act": None},
        {"who": {"role": "", "also": {"a": 1}}, "act": "dance"},
    ],
)
def test_strange_values_are_answered_with_care_and_break_nothing(ask, odd):
    code, _, answers = ask([{"id": "odd"} | odd])
    assert code == 0
    assert answers["odd"]["verdict"] != "permitted"


def test_a_folder_and_a_file_that_is_not_there_are_named(tmp_path, capsys):
    for path, says in ((tmp_path, "is a folder"), (tmp_path / "none.json", "cannot be read: no such file")):
        assert cli.main(["advise", "--scenarios", str(path)]) == 1
        assert says in capsys.readouterr().err


def test_a_file_that_is_far_too_large_is_not_read(ask, monkeypatch):
    monkeypatch.setattr(advise, "LARGEST", 10)
    code, said, _ = ask([MISS])
    assert code == 1
    assert "larger than" in said


def test_where_the_answers_cannot_be_written_is_told_and_what_was_there_stays(ask, tmp_path):
    code, said, _ = ask([MISS], out="no/such/answers.json")
    assert (code, said) == (1, f"{tmp_path}/no/such/answers.json cannot be written: no such file or directory.\n")
    (tmp_path / "taken").mkdir()
    assert "taken is a folder" in ask([MISS], out="taken")[1]
    assert sorted(os.listdir(tmp_path)) == ["questions.json", "taken"]


def test_new_answers_replace_the_old_ones_whole_and_leave_nothing_beside_them(ask, tmp_path):
    (tmp_path / "answers.json").write_text("old")
    assert set(ask([MISS])[2]) == {"miss"}
    assert sorted(os.listdir(tmp_path)) == ["answers.json", "questions.json"]


def test_without_a_file_for_the_answers_they_are_shown_alone(tmp_path, capsys):
    path = tmp_path / "questions.json"
    path.write_text(json.dumps({"scenarios": [MISS]}))
    assert cli.main(["advise", "--scenarios", str(path)]) == 0
    assert "forbidden" in capsys.readouterr().out


def test_a_matter_that_nobody_has_heard_of_does_not_make_a_harmless_question_forbidden(ask):
    answer = ask([WRITE | {"content": {"topic": "volcanoes"}}])[2]["write"]
    assert answer["verdict"] == "be_cautious"
    assert answer["not_understood"] == ["content.topic cannot be 'volcanoes'"]
