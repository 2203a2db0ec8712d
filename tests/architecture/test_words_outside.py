"""What leaves the page (mail, titles, addresses, file names, log lines) names nobody and no matter."""

import ast
import re

from house import SOURCE, Module, calls, modules, our_routes

from belisha.core.notices import LETTERS, Letter

TITLE = re.compile(r"{%\s*block title\s*%}(.*?){%\s*endblock", re.DOTALL)
# What a title may say, and why it names neither a person nor a matter.
TITLES = {
    "policy.title": "the name of a policy, which every adult of the school reads",
    "version": "a policy's name and the number of its version",
    "clause": "the number of a clause",
    "chosen": "the number of a clause",
    "reference.title": "the name of a law, guidance or policy, which no person or matter has",
    "guide.title": "the name of a page of guidance, which every adult reads",
    "problem.title": "what kind of refusal it is",
}
# Keys that may stand in an address: ids, clause numbers, steps, and secrets that are known to nobody else.
KEYS = {
    "adult_id",
    "grant_id",
    "holding_id",
    "policy_id",
    "version_id",
    "document_id",
    "duty_id",
    "line_id",
    "excuse_id",
    "paper_id",
    "asked_id",
    "unasked_id",
    "owed_id",
    "wish_id",
    "question_id",
    "draft_id",
    "ident",
    "number",
    "step",
    "token",
    "secret",
    "reference_id",
    "remark_id",
    "check_id",
    "protocol_id",
    "platform_id",
    "account_id",
    "declaration_id",
    "permission_id",
    "employer_id",
    "closed_days_id",
    "number_id",
    "post_id",
    "written_id",
    "gap_id",
    "stand_in_id",
    "item_id",
    "list_id",
    "pupil_list_id",
    "short_question_id",
    "inquiry_id",
    "rule_id",
    "shutting_id",
    "concern_id",
    "subject_id",
    "tie_id",
    "bundle_id",
    "hold_id",
    "disposal_id",
    "certificate_id",
    "release_id",
    "case_id",
    # Which of the few questions about a rule.
    "part",
    "receipt_id",
    # The name of a page of guidance, which every adult reads.
    "key",
}
FILES = {"audit-log.jsonl", "verifier.py", "receipt.json", "check-receipt.py"}
# The name of a file that we hand out is the one with which it was given to us.
GIVEN = {"policy/views.py": "the original of a document, for those who may read it"}
LEVELS = {"debug", "info", "warning", "error", "critical", "exception"}
# Values that a log line may hold.
LOGGED = {
    "core/jobs.py": "the name of a function of the schedule",
    "people/providers/views.py": "which provider was in trouble, and what kind of trouble it was",
}


def named_in(title: str) -> set[str]:
    """The variables of a title."""
    return {found.strip().partition("|")[0] for found in re.findall(r"{{(.*?)}}", title)}


def says_too_much(letter: Letter) -> bool:
    return bool(re.search(r"[{}%]", letter.subject + letter.sentence))


def titles() -> dict[str, set[str]]:
    found = {}
    for path in SOURCE.glob("*/templates/**/*.html"):
        for title in TITLE.findall(path.read_text("utf-8")):
            found.setdefault(path.relative_to(SOURCE).as_posix(), set()).update(named_in(title))
    return found


def logged(module: Module) -> list[str]:
    """Log lines with a value in them."""
    return [
        f"{module.name}:{call.lineno}"
        for call in calls(module.tree)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in LEVELS
        and ast.unparse(call.func.value) in {"log", "logger", "logging"}
        and (len(call.args) > 1 or any(isinstance(each, ast.JoinedStr) for each in call.args))
    ]


def handed_out(module: Module) -> list[str]:
    """Names of files to download that are not plain words."""
    names = [
        each.value
        for call in calls(module.tree)
        for each in call.keywords
        if each.arg == "filename" and ast.unparse(call.func) in {"FileResponse", "StreamingHttpResponse"}
    ]
    return [ast.unparse(name) for name in names if not (isinstance(name, ast.Constant) and name.value in FILES)]


def test_a_letter_has_no_place_for_a_name():
    assert [name for name, letter in LETTERS.items() if says_too_much(letter)] == []


def test_no_title_names_a_person_or_a_matter():
    assert {name: more for name, said in titles().items() if (more := said - set(TITLES))} == {}


def test_every_page_has_a_title():
    pages = [path for path in SOURCE.glob("*/templates/*/*.html") if "{% extends" in path.read_text("utf-8")]
    ours = [path for path in pages if "look/templates" not in path.as_posix()]
    assert [path.name for path in ours if not TITLE.search(path.read_text("utf-8"))] == []


def test_an_address_holds_keys_and_no_names():
    found = {key for route in our_routes() for key in re.findall(r"<(?:\w+:)?(\w+)>", route.path)}
    assert found - KEYS == set()


def test_a_file_to_download_is_named_for_what_it_is():
    assert [name for module in modules() if module.name not in GIVEN for name in handed_out(module)] == []


def test_a_log_line_holds_no_values():
    assert [line for module in modules() if module.name not in LOGGED for line in logged(module)] == []


def test_the_rule_would_notice():
    assert named_in("Case of {{ adult.name|upper }}") == {"adult.name"}
    assert says_too_much(Letter("About {adult}", "Read it."))
    assert logged(Module("x.py", 'log.info("case of %s", adult)\nlog.error(f"{adult}")')) == ["x.py:1", "x.py:2"]
    assert handed_out(Module("x.py", 'FileResponse(f, filename=f"{adult}.pdf")')) == ["f'{adult}.pdf'"]
