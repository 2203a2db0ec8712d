"""A report that is on its way while the database goes away and comes back, for `engines.labour`."""

CSRF = "c" * 32


def a_report_begun() -> dict:
    """An adult who is signed in, at the question of what was seen: the address of the draft, and their cookie."""
    from cast import signed_in
    from django.conf import settings
    from django.test import Client
    from engines.concerning import _cast

    from belisha.concerns.reporting import actions

    cast = _cast()
    draft = actions.begin(cast.school, by=cast.office, danger="no")
    actions.say(draft, by=cast.office, kind="pupil_contact")
    session = signed_in(Client(), cast.office).cookies[settings.SESSION_COOKIE_NAME].value
    cookie = f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={CSRF}"
    return {"draft": str(draft.pk), "base": f"/report/drafts/{draft.pk}/", "cookie": cookie}


def serve_pages(port: int) -> None:
    """Belisha's own pages over real HTTP, in this process, until it is killed."""
    from wsgiref.simple_server import make_server

    from belisha.wsgi import application

    _plain_static()
    make_server("127.0.0.1", port, application).serve_forever()


def _plain_static() -> None:
    """No collected manifest is needed to read a page."""
    from django.conf import settings

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


def what_was_said(draft: str) -> dict:
    """What stands in a draft now, and how many drafts there are."""
    from belisha.concerns.reporting.models import Draft
    from belisha.concerns.sealing import opened

    row = Draft.objects.get(pk=draft)
    return {"said": opened(row.school_id, row.pk, row.said), "drafts": Draft.objects.count()}


def sent_while_cut_off(draft: str, cookie: str) -> dict:
    """Send a whole report; in the middle of its transaction the server ends the connection. Then send it again."""
    from django.db import connection
    from django.test import Client

    from belisha.concerns.models import Concern

    _plain_static()
    _finish(draft)
    client, path = Client(raise_request_exception=False, SERVER_NAME="localhost"), f"/report/drafts/{draft}/check/"
    client.cookies.load(cookie)
    with connection.execute_wrapper(_cutting_off('INSERT INTO "concerns_concern"')):
        first = client.post(path)
    between = Concern.objects.filter(pk=draft).count()
    again = [client.post(path).status_code for _ in range(2)]
    return {
        "status": first.status_code, "retry": first.headers.get("Retry-After"), "page": first.content.decode(),
        "between": between, "again": again, "stored": Concern.objects.filter(pk=draft).count(),
    }  # fmt: skip


def a_mistake_of_ours() -> dict:
    """Statements that PostgreSQL refuses or ends by itself, in a page: what is answered to each."""
    from django.db import connection
    from django.test import Client

    _plain_static()
    answers = {}
    for name, wrong in {
        "too slow": "SET LOCAL statement_timeout = 20; SELECT pg_sleep(5)",
        "no such table": "SELECT * FROM of_no_such_name",
    }.items():
        with connection.execute_wrapper(_instead(wrong)):
            client = Client(raise_request_exception=False, SERVER_NAME="localhost")
            answers[name] = client.get("/report/")
    return {name: [each.status_code, each.headers.get("Retry-After")] for name, each in answers.items()}


def _finish(draft: str) -> None:
    from engines.concerning import _answers, _cast

    from belisha.concerns.reporting import actions
    from belisha.concerns.reporting.models import Draft

    said = {**_answers("pupil_contact"), "about": [{"kind": "unknown"}], "openness": "named", "files": "none"}
    actions.say(Draft.objects.get(pk=draft), by=_cast().office, **said)


def _cutting_off(statement: str):
    """Ends the connection at the server just before this statement, as a server does that is being shut down."""
    import psycopg
    from django.db import connection

    def wrapper(execute, sql, params, many, context):
        if sql.startswith(statement):
            wanted = connection.get_connection_params()
            known = {name: wanted[name] for name in ("dbname", "user", "host", "port")}
            with psycopg.connect(**known, autocommit=True) as other:
                other.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])
        return execute(sql, params, many, context)

    return wrapper


def _instead(wrong: str):
    def wrapper(execute, sql, params, many, context):
        for statement in wrong.split("; "):
            execute(statement, None, False, context)

    return wrapper
