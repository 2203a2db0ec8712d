"""`belisha reference`: print the tables in the code into docs/reference, so that the two cannot disagree."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from belisha.commands import Stop, clauses, say, start_django

SUMMARY = "Write docs/reference from the tables in the code. Needs the source repository."
EXAMPLE = "belisha reference --check"
CODES = {1: "with --check: a page is out of date; or this is an installed copy, which has no docs"}
NOTE = "<!-- Written by `belisha reference` from {source}. Change that, then run the command. -->"


def arguments(parser) -> None:
    parser.add_argument("--check", action="store_true", help="write nothing; say which pages are out of date")


def run(options) -> int:
    folder = clauses.repository() / "docs/reference"
    start_django()
    stale = [(folder / name, text) for name, text in pages().items() if not _says(folder / name, text)]
    if options.check and stale:
        raise Stop(f"Out of date: {', '.join(path.name for path, _ in stale)}. Run `belisha reference`.")
    for path, text in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        say(f"Wrote {path.name}.")
    return 0


def _says(path, text: str) -> bool:
    return path.is_file() and path.read_text("utf-8") == text


def pages() -> dict[str, str]:
    """File name → what it says now."""
    return {f"{write.__name__}.md": write() for write in PAGES}


def page(title: str, source: str, *parts: str) -> str:
    """A page of the reference: where it comes from, its title, and its parts."""
    return "\n\n".join([NOTE.format(source=source), f"# {title}", *parts]) + "\n"


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *([_cell(text) for text in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def folders(module: str) -> list:
    """That module (`rules`, `actions`) of every folder and room that has one, in the order of the floors."""
    from django.apps import apps

    found = []
    for app in (app for app in apps.get_app_configs() if app.name.startswith("belisha.")):
        rooms = [path.relative_to(app.path).with_suffix("").parts for path in Path(app.path).rglob(f"{module}.py")]
        found += [
            import_module(".".join([app.name, *room])) for room in sorted(rooms, key=lambda room: (len(room), room))
        ]
    return found


# -- who may do what ---------------------------------------------------------------------------------------------


def roles() -> str:
    """Every role: what it is for and what it may do."""
    from belisha.core.access import ROLES, SYSTEMS

    rows = [
        [card.label, card.purpose, _permissions(card.permissions), "yes" if card.second_factor else ""]
        for card in ROLES.values()
    ]
    systems = [[system.name, _permissions(system.permissions)] for system in SYSTEMS]
    return page(
        "Roles",
        "`core/access.py`",
        "A role is held at a school, or at a trust and so at all its schools. Every adult working in a school holds "
        "the first one. What is not listed is not allowed. Conflicts come before roles: nobody sees a concern about "
        "themselves, whatever their role.",
        "A role that needs a second factor is asleep until its holder has signed in with one.",
        table(["Role", "What it is for", "What it may do", "Second factor"], rows),
        "## Belisha itself",
        "What happens without a person is done by a named process, with these permissions and no others.",
        table(["Process", "What it may do"], systems),
    )


def _permissions(permissions) -> str:
    return ", ".join(sorted(f"`{permission}`" for permission in permissions))


def actions() -> str:
    """Every action: the key in the log, the sentence, and who may do it."""
    from belisha.core.action import ACTIONS

    folders("actions")
    rows = [
        [f"`{key}`", one.sentence.replace("{", "*").replace("}", "*"), _who(one.needs), f"`{one.needs}`"]
        for key, one in sorted(ACTIONS.items())
    ]
    return page(
        "Actions",
        "the `@action` lines of each `actions.py`",
        "Everything that changes something is one of these. Each writes one entry into the school's audit log, in the "
        "same transaction, and the entry reads as this sentence. An action can refuse for reasons of its own as well: "
        "nobody acknowledges for another, the last Headteacher cannot be ended.",
        table(["Key", "Sentence in the log", "Who may", "Permission"], rows),
    )


def _who(permission) -> str:
    from belisha.core.access import ROLES, SYSTEMS, Role

    held = [card.label for card in ROLES.values() if permission in card.permissions]
    if permission in ROLES[Role.ADULT].permissions:
        held = ["Every adult working in school"]
    systems = [system.name for system in SYSTEMS if permission in system.permissions]
    return "; ".join(held + systems) or "Nobody yet"


# -- states, settings, letters -------------------------------------------------------------------------------------


def states() -> str:
    """Every workflow as a diagram, with what each state is called on screen."""
    parts = []
    for rules in folders("rules"):
        for name, flow in _workflows(rules):
            labels = getattr(rules, name.replace("LIFECYCLE", "STATES"))
            rows = [[f"`{state}`", labels[state], _moves(flow, state)] for state in flow.states()]
            title = f"## {_room(rules.__name__)}: {name.replace('_', ' ').lower()}"
            diagram = f"```mermaid\n{flow.diagram()}\n```"
            parts += [title, diagram, table(["State", "On screen", "What can be done with it"], rows)]
    return page(
        "States",
        "the workflows in each `rules.py`",
        "A thing is in one of these states, which is stored and never worked out. A move is one conditional update: "
        "of two people who are equally fast, one is told that somebody else changed it a moment ago.",
        *parts,
    )


def _room(module: str) -> str:
    """belisha.registers.family.rules → Registers, family."""
    return ", ".join(module.split(".")[1:-1]).capitalize()


def _workflows(rules) -> list:
    from belisha.core.workflow import Workflow

    return [(name, value) for name, value in vars(rules).items() if isinstance(value, Workflow)]


def _moves(flow, state: str) -> str:
    return ", ".join(move for move in flow.moves if flow.allows(state, move)) or "nothing: it stays"


def settings() -> str:
    """Every setting with its name in the environment, its default and its meaning."""
    from belisha.config import Config

    rows = [
        [f"`BELISHA_{name.upper()}`", _default(field.default), field.description]
        for name, field in Config.model_fields.items()
    ]
    return page(
        "Settings",
        "`config.py`",
        "Read from the environment, or from `belisha.env` in the data folder; nothing else is read. "
        "None has to be set.",
        table(["Name", "Default", "What it is"], rows),
    )


def _default(value) -> str:
    from pydantic import SecretStr

    if isinstance(value, SecretStr):
        return "set (secret)" if value.get_secret_value() else "empty (secret)"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, int) and value and value % 2**20 == 0:
        return f"`{value}` ({value // 2**20} MiB)"
    return f"`{value}`" if str(value) else "empty"


def letters() -> str:
    """Every letter that Belisha sends."""
    from belisha.core.notices import LETTERS

    rows = [[f"`{name}`", letter.subject, letter.sentence] for name, letter in LETTERS.items()]
    return page(
        "Letters",
        "`core/notices.py`",
        "Every letter is a subject, one sentence and a link. None names a person or a matter: whoever sees the "
        "adult's mailbox learns that there is something to read, and no more.",
        table(["Letter", "Subject", "Sentence"], rows),
    )


# -- clauses -------------------------------------------------------------------------------------------------------

KLASSES = {
    "R": "a rule decided from facts",
    "W": "a workflow with a record and a clock",
    "C": "a control shown by evidence",
    "G": "guidance that is only read",
}


def coverage() -> str:
    """Clauses of the shipped policy → the tests that hold the software to them."""
    from belisha.packs import load_pack, render

    pack = load_pack(clauses.SHIPPED)
    cited = clauses.citations(clauses.repository() / "tests")
    texts = {clause.id: clause for clause in render(pack, {"school": "the school"})}
    bare = [clause for clause in pack.clauses if clause.id not in cited]
    summary = [[KLASSES[klass], *_count(pack.clauses, cited, klass)] for klass in KLASSES]
    return page(
        "Clauses and their tests",
        '`@pytest.mark.clause("…")` in `tests/`',
        f"The shipped policy has {len(pack.clauses)} clauses; {len(pack.clauses) - len(bare)} are cited by a test. "
        "A clause without one is not yet made real by the software, or asks nothing of it. "
        "`belisha clauses --without-test` prints the list below.",
        table(["How software makes it real", "Clauses", "With a test"], summary),
        "## With a test",
        table(
            ["Clause", "What it says", "Tests"],
            [[id, texts[id].text, "; ".join(f"`{test}`" for test in tests)] for id, tests in cited.items()],
        ),
        "## Without a test",
        table(
            ["Clause", "What it says", "How software makes it real"],
            [[clause.id, texts[clause.id].text, KLASSES[clause.klass]] for clause in bare],
        ),
    )


def _count(every, cited, klass: str) -> list[str]:
    mine = [clause for clause in every if clause.klass == klass]
    return [str(len(mine)), str(sum(clause.id in cited for clause in mine))]


PAGES: tuple[Callable[[], str], ...] = (roles, states, actions, settings, letters, coverage)
