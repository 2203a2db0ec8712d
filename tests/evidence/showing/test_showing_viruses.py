"""ClamAV is asked where that is set. What is not known to be clean is not shown, and nothing is ever deleted."""

import hashlib
import shutil
import socket
import subprocess
import sys
import time

import pytest
from cast import a_school, again, signed_in
from concerned import a_concern
from django.urls import reverse
from evidence.showing import hostile
from evidence.showing.shown import an_item

from belisha import config
from belisha.core.errors import NotAllowed
from belisha.core.models import AuditEntry
from belisha.evidence.models import Item
from belisha.evidence.showing import jobs, looking, queries, rules, scanning
from belisha.evidence.showing.models import Scan

pytestmark = pytest.mark.django_db

BAD = hostile.picture(words="This is known")
# A server that speaks clamd's language as its manual has it, and says of each stream what its last word asks for.
SPEAKS = """
import socket, struct, sys
place, = sys.argv[1:]
server = socket.socket(socket.AF_UNIX); server.bind(place); server.listen()
print("ready", flush=True)
def exactly(line, number):
    got = b""
    while len(got) < number:
        piece = line.recv(number - len(got))
        if not piece: raise SystemExit("cut off")
        got += piece
    return got
while True:
    line, _ = server.accept()
    assert exactly(line, 10) == b"zINSTREAM\\0"
    data = b""
    while length := struct.unpack(">I", exactly(line, 4))[0]:
        data += exactly(line, length)
        if len(data) > 4_000_000:
            line.sendall(b"INSTREAM size limit exceeded. ERROR\\0")
            break
    else:
        line.sendall(b"stream: Made.Here FOUND\\0" if b"BAD" in data else b"stream: OK\\0")
    line.close()
"""


@pytest.fixture
def cast():
    return a_school()


@pytest.fixture
def concern(cast):
    return a_concern(cast)


@pytest.fixture
def chosen(monkeypatch):
    """What the installation chose, for this test."""

    def choose(**settings):
        made = config.load().model_copy(update=settings)
        monkeypatch.setattr(config, "load", lambda: made)

    return choose


@pytest.fixture
def clamd(tmp_path):
    """A process that speaks clamd's language; its address."""
    place = tmp_path / "clamd.ctl"
    with subprocess.Popen([sys.executable, "-c", SPEAKS, str(place)], stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"ready\n"
        yield str(place)
        process.kill()


def detail(item) -> str:
    return reverse("showing:detail", args=[item.pk])


def picture(words=b"") -> bytes:
    return hostile.picture(size=(30, 20)) + words


def test_what_is_clean_is_shown_and_what_was_not_checked_is_not(client, cast, concern, chosen, clamd):
    chosen(clamav=clamd)
    item = an_item(concern, picture())
    signed_in(client, cast.head)
    assert "not checked for viruses yet" in client.get(detail(item)).content.decode()
    jobs.scan_due()
    assert Scan.objects.get().outcome == rules.CLEAN
    assert "data:image/webp" in client.get(detail(item)).content.decode()


def test_what_holds_something_harmful_is_kept_whole_and_opened_by_nobody_here(client, cast, concern, chosen, clamd):
    chosen(clamav=clamd)
    item = an_item(concern, picture(b"BAD"))
    jobs.scan_due()
    assert (Scan.objects.get().outcome, Scan.objects.get().said) == (rules.FOUND, "Made.Here")
    answer = signed_in(client, cast.head).get(detail(item)).content.decode()
    assert "is not opened here" in answer
    assert "Open it only on a machine that may be lost" in answer
    assert "data:image" not in answer
    assert client.get(reverse("showing:picture", args=[item.pk])).status_code == 404
    with pytest.raises(NotAllowed):
        looking.make_copy(item, by=again(cast.head), key=item.pk, boxes=[(1, 0, 0, 9, 9)], reason="x")
    assert queries.warning_of(item)
    assert queries.held_back(item, again(cast.head))  # nobody has taken the concern
    assert hashlib.sha256(b"".join(looking.pieces(item))).hexdigest() == item.file.sha256
    chosen(clamav="")
    assert "is not opened here" in client.get(detail(item)).content.decode()  # what was found stays found


def test_of_what_is_harmful_only_whoever_has_taken_the_concern_may_take_the_original(cast, concern, chosen, clamd):
    chosen(clamav=clamd)
    item = an_item(concern, picture(b"BAD"))
    jobs.scan_due()
    item.concern.owner = cast.head
    assert not queries.held_back(item, again(cast.head))
    assert queries.held_back(item, again(cast.dsl))


def test_what_is_too_large_for_the_check_was_not_checked(client, cast, concern, chosen, clamd):
    chosen(clamav=clamd)
    item = an_item(concern, picture(b"\0" * 6_000_000))
    jobs.scan_due()
    assert Scan.objects.get().outcome == rules.UNABLE
    answer = signed_in(client, cast.head).get(detail(item)).content.decode()
    assert "could not be checked for viruses: it can only be downloaded" in answer


def test_where_nobody_listens_everything_waits_and_nothing_is_shown(client, cast, concern, chosen, tmp_path):
    chosen(clamav=str(tmp_path / "nobody"))
    item = an_item(concern, picture())
    jobs.scan_due()
    assert not Scan.objects.exists()
    assert "not checked for viruses yet" in signed_in(client, cast.head).get(detail(item)).content.decode()


def test_what_could_not_be_checked_is_tried_again_another_day(concern, chosen, clamd):
    chosen(clamav=clamd)
    item = an_item(concern, picture())
    Scan.objects.create(school=item.school, item=item, outcome=rules.UNABLE)
    jobs.scan_due()
    assert Scan.objects.get().outcome == rules.UNABLE
    Scan.objects.update(on="2020-01-01")
    jobs.scan_due()
    assert Scan.objects.get().outcome == rules.CLEAN


def test_a_second_run_checks_nothing_again(concern, chosen, clamd):
    chosen(clamav=clamd)
    an_item(concern, picture())
    jobs.scan_due()
    jobs.scan_due()
    assert Scan.objects.count() == 1


def test_without_the_setting_nobody_is_asked_and_files_are_shown(client, cast, concern, chosen):
    item = an_item(concern, picture(b"BAD"))
    jobs.scan_due()
    assert not Scan.objects.exists()
    assert "data:image/webp" in signed_in(client, cast.head).get(detail(item)).content.decode()


def test_of_a_report_without_a_name_the_check_keeps_the_day_alone(cast, chosen, clamd):
    chosen(clamav=clamd)
    an_item(a_concern(cast, openness="anonymous"), picture(), day_only=True)
    jobs.scan_due()
    told = AuditEntry.objects.get(kind="evidence.scan")
    assert (told.at.minute, told.at.second, told.at.microsecond) == (0, 0, 0)
    assert Scan.objects.get().only_the_day


def test_a_server_over_the_network_is_asked_likewise():
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
    with pytest.raises(scanning.Away):
        scanning.ask(f"127.0.0.1:{port}", [b"x"])


def test_the_real_clamd_finds_what_its_signature_names(tmp_path, concern, chosen):
    if shutil.which("clamd") is None:
        pytest.skip("clamd is not installed here, so only its language was tried")
    folder, place = tmp_path / "db", tmp_path / "real.ctl"
    folder.mkdir()
    (folder / "own.hdb").write_text(f"{hashlib.md5(BAD).hexdigest()}:{len(BAD)}:Made.Here\n")
    rules_file = tmp_path / "clamd.conf"
    rules_file.write_text(
        f"Foreground yes\nDatabaseDirectory {folder}\nLocalSocket {place}\nAlertExceedsMax yes\nStreamMaxLength 2M\n"
    )
    with subprocess.Popen(["clamd", "-c", str(rules_file)], stdout=subprocess.DEVNULL) as process:
        try:
            for _ in range(600):
                if place.exists():
                    break
                time.sleep(0.1)
            chosen(clamav=str(place))
            for data in (BAD, picture(), picture(b"\0" * 3_000_000)):
                an_item(concern, data)
            jobs.scan_due()
        finally:
            process.kill()
    outcomes = {scan.item.file.size: (scan.outcome, scan.said) for scan in Scan.objects.select_related("item__file")}
    assert outcomes[len(BAD)][0] == rules.FOUND
    assert outcomes[len(BAD)][1].startswith("Made.Here")
    assert outcomes[len(picture())] == (rules.CLEAN, "")
    assert outcomes[len(picture()) + 3_000_000][0] == rules.UNABLE
    assert Item.objects.count() == 3
