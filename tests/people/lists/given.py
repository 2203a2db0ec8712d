"""Staff lists as somebody gives them, for the tests: files, the pages one after the other, the worker."""

import io
import zipfile
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from belisha.people.lists.jobs import bring_in_list
from belisha.people.lists.models import StaffList

HEAD = "Name,E-mail,How they work here,Role,Start date,End date\n"


def newest() -> StaffList:
    return StaffList.objects.order_by("-given_at", "-id").first()


def give(client, *files: tuple[str, bytes | str]):
    """Choose files on the page; the answer."""
    named = [(name, data.encode() if isinstance(data, str) else data) for name, data in files]
    return client.post(reverse("lists:give"), {"files": [SimpleUploadedFile(name, data) for name, data in named]})


def give_csv(client, text: str | bytes):
    """Give a CSV file and take the columns as they are proposed; the page that checks it."""
    answer = give(client, ("staff.csv", text))
    assert answer.status_code == 302, answer.content.decode()
    page = client.get(answer.url)
    if answer.url.endswith("/columns/"):
        page = client.post(answer.url, proposal(page), follow=True)
    return page if page.status_code == 200 else client.get(page.url)


def proposal(page) -> dict:
    form = page.context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def check_page(client, show="") -> str:
    return client.get(reverse("lists:check", args=[newest().pk]) + (f"?show={show}" if show else "")).content.decode()


def confirm(client, complete=False):
    """Confirm the newest list as it is shown."""
    address = reverse("lists:check", args=[newest().pk])
    form = client.get(address).context["form"]
    return client.post(address, {"shown": form["shown"].value(), **({"complete": "on"} if complete else {})})


def brought_in(client, complete=False) -> str:
    """Confirm the newest list, let the worker work, and look at what became of it."""
    confirm(client, complete)
    bring_in_list.call(str(newest().pk))
    return client.get(newest().get_absolute_url()).content.decode()


def a_workbook(*sheets: tuple[str, list[list]], hidden=(), merged=()) -> bytes:
    """An Excel workbook with these sheets."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        if title in hidden:
            sheet.sheet_state = "hidden"
        for cells in merged:
            sheet.merge_cells(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def a_zip(files: dict[str, str | bytes], folder="") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(str(Path(folder) / name), data)
    return out.getvalue()
