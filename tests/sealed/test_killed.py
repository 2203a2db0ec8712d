"""SIGKILL at every line and at random instants. The processes are real; see `killing.py`."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).with_name("killing.py")


@pytest.fixture
def killing(tmp_path):
    def run(*arguments: object) -> dict:
        environment = {**os.environ, "BELISHA_DATA": str(tmp_path / "data"), "PYTHONPATH": os.pathsep.join(sys.path)}
        command = [sys.executable, str(PROGRAM), *map(str, arguments)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout)

    return run


def test_a_rotation_killed_at_any_line_leaves_everything_readable_and_is_finished_by_the_next(killing):
    assert killing("rotation-lines")["kills"] > 80


def test_everything_is_readable_while_rotations_run_and_are_killed_at_random(killing):
    seen = killing("rotation-times", 30)
    assert seen["readings"] >= 30
    assert seen["changed"]


def test_an_upload_killed_at_any_line_is_there_whole_or_not_at_all(killing):
    seen = killing("store-lines")
    assert seen["kills"] > 80
    # Both endings were among them: an unfinished part, and a whole file without its row.
    assert 0 < seen["parts"] <= seen["kills"]
    assert seen["orphans"] > 0


def test_an_upload_killed_at_random_is_there_whole_or_not_at_all(killing):
    assert killing("store-times", 30)["kills"] == 30


def test_a_large_file_takes_no_more_memory_than_a_small_one(killing, tmp_path):
    small, large = killing("memory", 2), killing("memory", 200)
    assert large["size"] == 200 * 1024 * 1024
    assert large["peak"] - small["peak"] < 20
