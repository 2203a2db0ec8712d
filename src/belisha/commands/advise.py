"""`belisha advise`: answer written questions by the shipped rules. Needs no database."""

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from belisha.commands import Stop, say

SUMMARY = 'Answer a file of "May I…?" questions by the shipped policy, with the clauses that decide.'
EXAMPLE = "belisha advise --scenarios questions.json --json answers.json"
CODES = {1: "the file cannot be read or is not what it should be, or the answers cannot be written"}
# Some hundred thousand questions; whatever is larger was not meant.
LARGEST = 64 * 2**20
PARTS = ("who", "counterpart", "channel", "content", "circumstances")


def arguments(parser) -> None:
    parser.add_argument("--scenarios", metavar="FILE", type=Path, required=True, help="the questions, as JSON")
    parser.add_argument("--json", metavar="OUT", type=Path, help="where the answers go, as JSON by id of the question")


def run(options) -> int:
    cases = read(options.scenarios)
    from belisha.reasoning.cases import answer_case, as_answer
    from belisha.reasoning.shipped import shipped_rulebook

    book = shipped_rulebook()
    answers = {case["id"]: as_answer(*answer_case(book, case)) for case in cases}
    if options.json:
        write(options.json, answers)
    show(answers)
    compared = [(answers[case["id"]], case["expected"]) for case in cases if isinstance(case.get("expected"), dict)]
    if compared:
        say(f"\n{compare(compared)}")
    if options.json:
        say(f"\n{options.json} holds {len(answers)} answer{'' if len(answers) == 1 else 's'}.")
    return 0


# -- the questions -------------------------------------------------------------------------------------------------


def read(path: Path) -> list[dict]:
    """The questions of a file, each an object with an id of its own; or a sentence that says what is wrong."""
    try:
        if path.is_dir():
            raise Stop(f"{path} is a folder, not a file of questions.")
        if path.stat().st_size > LARGEST:
            raise Stop(f"{path} is larger than {LARGEST // 2**20} MB. Cut it into several files.")
        data = json.loads(path.read_bytes())
    except OSError as fault:
        raise Stop(f"{path} cannot be read: {(fault.strerror or 'it is not a file').lower()}.") from fault
    except (ValueError, RecursionError) as fault:
        raise Stop(f"{path} is not JSON: {_where(fault)}.") from fault
    cases = data.get("scenarios") if isinstance(data, dict) else None
    if not isinstance(cases, list) or not cases:
        raise Stop(f'{path} has no scenarios: it has to be an object with a list "scenarios" that is not empty.')
    seen: set[str] = set()
    for place, case in enumerate(cases, start=1):
        _check(case, place, seen)
    return cases


def _where(fault: Exception) -> str:
    if isinstance(fault, json.JSONDecodeError):
        return f"line {fault.lineno}, column {fault.colno}: {fault.msg[0].lower()}{fault.msg[1:]}"
    return "it is not text in UTF-8" if isinstance(fault, UnicodeDecodeError) else "it cannot be understood"


def _check(case: object, place: int, seen: set[str]) -> None:
    """Stop where a question has no id of its own, or a part of it is not the kind of thing that it has to be."""
    if not isinstance(case, dict):
        raise Stop(f"Scenario {place} is not an object.")
    name = case.get("id")
    if not isinstance(name, str) or not name.strip():
        raise Stop(f"Scenario {place} has no id. Every one needs an id of its own, which is text.")
    if name in seen:
        raise Stop(f"There are two scenarios with the id {name!r}. Every one needs an id of its own.")
    seen.add(name)
    for part in PARTS:
        if not isinstance(case.get(part) or {}, Mapping):
            raise Stop(f'Scenario {name!r}: "{part}" has to be an object.')
    if not isinstance(case.get("act"), str | None):
        raise Stop(f'Scenario {name!r}: "act" has to be text.')


# -- the answers ---------------------------------------------------------------------------------------------------


def write(path: Path, answers: Mapping[str, dict]) -> None:
    """All of the answers or none: what was there stays until the new file is whole."""
    try:
        if path.is_dir():
            raise Stop(f"{path} is a folder. Name the file in it that is to be written.")
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        whole = Path(name)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump(answers, file, ensure_ascii=False, indent=1)
                file.write("\n")
            whole.replace(path)
        except BaseException:
            whole.unlink(missing_ok=True)
            raise
    except OSError as fault:
        raise Stop(f"{path} cannot be written: {(fault.strerror or '').lower()}.") from fault


def show(answers: Mapping[str, dict]) -> None:
    """A line for each question: the verdict, what decides, and what would have to be asked."""
    rows = [("", "verdict", "decided by", "still to be asked")]
    rows += [
        (name, answer["verdict"].replace("_", " "), ", ".join(answer["deciding_clauses"]), ", ".join(_asks(answer)))
        for name, answer in answers.items()
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, [*widths, 0], strict=True))
        say("  ".join(cells).rstrip())


def _asks(answer: dict) -> list[str]:
    found, more = answer["must_ask"][:3], len(answer["must_ask"]) - 3
    return [*found, *([f"and {more} more"] if more > 0 else []), *answer["not_understood"]]


def compare(pairs: list[tuple[dict, dict]]) -> str:
    """How the answers agree with those that the file expects."""
    said = [(answer["verdict"], expected.get("verdict"), expected) for answer, expected in pairs]
    exact = sum(verdict == right for verdict, right, _ in said)
    fit = sum(verdict in (right, *(expected.get("also_acceptable") or ())) for verdict, right, expected in said)
    named = sum(_named(answer, expected) for answer, expected in pairs)
    tested = sum(_exceptions(answer) == _exceptions(expected) for answer, expected in pairs)
    unsafe = sum(verdict == "permitted" and right in ("forbidden", "needs_permission") for verdict, right, _ in said)
    return (
        f"Of {len(pairs)} expected answers: verdict exact {exact}, exact or acceptable {fit}; "
        f"deciding clauses named and none wrong {named}; exceptions and what is missing exact {tested}; "
        f"permitted where it must not be {unsafe}."
    )


def _named(answer: dict, expected: dict) -> bool:
    ours, right = set(answer["deciding_clauses"]), set(expected.get("deciding_clauses") or ())
    return bool(ours & right) and ours <= right | set(expected.get("also_relevant") or ())


def _exceptions(answer: dict) -> list[tuple]:
    rows = answer.get("exceptions") or ()
    return sorted((row.get("clause"), row.get("met"), tuple(sorted(row.get("missing") or ()))) for row in rows)
