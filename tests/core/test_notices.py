"""Letters, through a real mail server on this machine."""

import datetime
import socket
import threading
from collections import Counter

import pytest
import time_machine
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from cast import a_school
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from engines.labour import Place

from belisha import config
from belisha.core import notices
from belisha.core.models import Notice


class Mailbox:
    """What arrived, and how the server behaves: `answers` is what it says to a recipient or a letter."""

    def __init__(self):
        self.letters, self.answers, self.hold = [], {}, threading.Event()
        self.hold.set()
        self.arrived = threading.Event()

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = self.answers.get("RCPT", "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):
        self.letters.append(envelope)
        self.arrived.set()
        if self.answers.get("DATA") == "hang up":
            server.transport.abort()
        return self.answers.get("DATA", "250 OK")

    def ids(self) -> Counter:
        lines = [line for one in self.letters for line in one.content.decode().splitlines()]
        return Counter(line.partition(": ")[2] for line in lines if line.startswith("Message-ID: "))


class Server(Controller):
    def factory(self):
        return SMTP(self.handler, hostname="mail.example", enable_SMTPUTF8=False)


@pytest.fixture
def mailbox():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    box = Mailbox()
    server = Server(box, hostname="127.0.0.1", port=port)
    server.start()
    box.port, box.stop, box.start = port, server.stop, server.start
    yield box
    if server.loop and server.loop.is_running():
        server.stop()


@pytest.fixture
def sending(mailbox, monkeypatch, settings):
    """The product's own mail settings, turned to the server of this test."""
    given = {"email_host": "127.0.0.1", "email_port": mailbox.port, "email_tls": False}
    mine = config.load().model_copy(update=given)
    monkeypatch.setattr(config, "load", lambda: mine)
    options = {"host": "127.0.0.1", "port": mailbox.port, "use_tls": False, "timeout": 5}
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
    return mailbox


@pytest.fixture
def teacher(db):
    return a_school().teacher


def minutes(number):
    return timezone.now() + datetime.timedelta(minutes=number)


def test_a_letter_names_nothing_but_the_link(teacher, sending):
    notice = notices.post("task", teacher, "/policies/secret-name-of-nothing/")
    notices.send.call(str(notice.pk))
    (letter,) = sending.letters
    assert letter.rcpt_tos == [teacher.email]
    text = letter.content.decode()
    head, _, body = text.partition("\r\n\r\n")
    assert f"{config.load().url}/policies/secret-name-of-nothing/" in body
    said = text.replace(teacher.email, "")
    for named in (teacher.name, "Tom", "Hesketh", teacher.school.name, "Alder", "policy"):
        assert named.lower() not in said.lower().replace("/policies/", ""), named
    assert f"Message-ID: <{notice.pk}@" in head
    assert "Auto-Submitted: auto-generated" in head
    notice.refresh_from_db()
    assert (notice.state, notice.link, notice.failure) == ("sent", "", "")


@pytest.mark.parametrize("letter", notices.LETTERS)
def test_no_letter_says_more_than_that_there_is_something(letter):
    said = notices.LETTERS[letter]
    assert "{" not in said.subject + said.sentence
    assert len(said.subject) < 50


def test_a_letter_is_sent_once_however_often_it_is_asked_for(teacher, sending):
    notice = notices.post("task", teacher, "/")
    for _ in range(3):
        notices.send.call(str(notice.pk))
        notices.send_due()
        with time_machine.travel(minutes(60)):
            notices.send_due()
    assert len(sending.letters) == 1


def test_without_a_mail_server_letters_wait(teacher):
    notice = notices.post("task", teacher, "/")
    notices.send.call(str(notice.pk))
    assert notices.outbox(teacher.school_id) == {"waiting": 1, "failed": 0}


def test_somebody_without_an_address_gets_no_letter(teacher):
    teacher.email = ""
    assert notices.post("task", teacher, "/") is None
    assert notices.post_many("task", [teacher], "/") == 0


@pytest.mark.parametrize("trouble", ["451 try later", "hang up"])
def test_a_server_in_trouble_is_asked_again_with_longer_and_longer_waits(teacher, sending, trouble):
    sending.answers["DATA"] = trouble
    notice = notices.post("task", teacher, "/")
    notices.send.call(str(notice.pk))
    notice.refresh_from_db()
    assert (notice.state, notice.tries) == ("unsent", 1)
    assert notice.failure.startswith("The mail server did not take it (")
    notices.send_due()
    assert len(sending.letters) == 1, "not at once"
    sending.answers.clear()
    with time_machine.travel(minutes(3)):
        notices.send_due()
    notice.refresh_from_db()
    assert (notice.state, notice.tries, notice.failure) == ("sent", 2, "")
    assert len(sending.ids()) == 1, "one letter, by its Message-ID"


def test_a_server_that_is_gone_all_night_costs_no_letter_and_one_that_stays_away_is_given_up(teacher, sending):
    sending.stop()
    notice = notices.post("task", teacher, "/")
    now, waits = timezone.now() + datetime.timedelta(minutes=3), []
    while notice.state != "failed":
        with time_machine.travel(now, tick=False):
            notices.send_due()
        notice.refresh_from_db()
        waits.append(now)
        now = (notice.lease_until or now) + datetime.timedelta(seconds=1)
        assert len(waits) <= notices.TRIES
    assert notice.tries == notices.TRIES == len(waits)
    assert waits[-1] - waits[0] > datetime.timedelta(hours=12)
    assert "ConnectionRefusedError" in notice.failure
    assert notices.outbox(teacher.school_id) == {"waiting": 0, "failed": 1}


@pytest.mark.parametrize(("answer", "state"), [("550 no such mailbox", "failed"), ("450 greylisted", "unsent")])
def test_a_refused_address_is_final_and_a_postponed_one_is_not(teacher, sending, answer, state):
    sending.answers["RCPT"] = answer
    notice = notices.post("task", teacher, "/")
    notices.send.call(str(notice.pk))
    notice.refresh_from_db()
    assert notice.state == state
    assert "SMTPRecipientsRefused" in notice.failure


def test_an_address_that_no_mail_can_have_holds_up_nobody_else(teacher, sending):
    bad = notices.post("task", teacher, "/")
    Notice.objects.filter(pk=bad.pk).update(address="two\nlines@example", made_at=minutes(-20))
    good = notices.post("task", teacher, "/")
    Notice.objects.filter(pk=good.pk).update(made_at=minutes(-10))
    notices.send_due()
    assert [Notice.objects.get(pk=one.pk).state for one in (bad, good)] == ["failed", "sent"]


def test_a_server_that_is_away_is_asked_once_a_round_and_not_once_a_letter(teacher, sending, monkeypatch):
    sending.stop()
    notices.post_many("task", [teacher] * 20, "/")
    tried = []
    monkeypatch.setattr(notices, "_deliver", lambda notice, send=notices._deliver: (tried.append(1), send(notice)))
    notices.send_waiting.call()
    assert len(tried) == 1


# -- real processes ---------------------------------------------------------------------------------------------------


@pytest.fixture
def post_office(school_on_sqlite, mailbox, tmp_path):
    where = {"BELISHA_EMAIL_HOST": "127.0.0.1", "BELISHA_EMAIL_PORT": str(mailbox.port), "BELISHA_EMAIL_TLS": "false"}
    place = school_on_sqlite.copy(tmp_path / "data", **where)
    yield place
    place.close()


def test_a_sender_that_is_killed_between_asking_and_knowing_sends_the_same_letter_again(post_office: Place, mailbox):
    post_office.run("letters", 1)
    sender = post_office.start("send_and_die")
    assert mailbox.arrived.wait(60)
    sender.kill()
    assert post_office.run("outbox") == {"sending": 1}
    assert post_office.run("send") == {"sending": 1}, "nobody else takes it while the lease lasts"
    assert post_office.run("send", 1) == {"sent": 1}
    assert len(mailbox.letters) == 2
    assert len(mailbox.ids()) == 1


def test_several_senders_at_once_send_each_letter_once(post_office: Place, mailbox):
    post_office.run("letters", 60)
    post_office.together(3, "send")
    assert post_office.run("outbox") == {"sent": 60}
    assert len(mailbox.ids()) == 60
    assert set(mailbox.ids().values()) == {1}


def test_of_a_letter_about_what_came_without_a_name_only_the_day_is_kept(teacher, sending):
    queued = DBTaskResult.objects.count()
    notice = notices.post("signal", teacher, "/", confidential=True, only_the_day=True)
    day = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    assert (notice.pk.version, notice.made_at, DBTaskResult.objects.count()) == (4, day, queued)
    notices._attempt(notice.pk)
    notice.refresh_from_db()
    assert (notice.state, notice.sent_at, notice.lease_until, notice.link) == ("sent", day, None, "")
    assert len(sending.letters) == 1


def test_such_a_letter_goes_with_the_next_round(teacher, sending):
    with time_machine.travel(timezone.localtime().replace(hour=11), tick=False):
        notices.post("signal", teacher, "/", confidential=True, only_the_day=True)
        notices.send_due()
    assert len(sending.letters) == 1
