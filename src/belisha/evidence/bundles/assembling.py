"""Putting a bundle together: everything small is made, listed, signed and sealed; then it can be taken, and again."""

import datetime
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import timezone

from belisha.concerns.sealing import opened_many, record_of
from belisha.core import audit, head
from belisha.core.models import AuditCheckpoint, AuditEntry
from belisha.core.queries import Line, lines
from belisha.evidence import kinds, opening
from belisha.evidence import rules as asked
from belisha.evidence.bundles import actions, bag, proofs, queries, rules, streaming
from belisha.evidence.bundles.models import Bundle, Stamp
from belisha.evidence.models import Item
from belisha.evidence.queries import is_midnight
from belisha.sealed import store

STYLE = Path(__file__).parent / "shipped" / "print.css"
# What stands in the heading of an item already, or is for programs.
PLAIN = {"item", "kind", "copy", "copy_of_item"}
LABELS = {"sha256": "SHA-256", "size": "Size in bytes", "captured_to_the": "How exactly that is known"}
ORIGINALS, RECORDS = "data/originals/", "data/records/"


def put_together(bundle: Bundle, *, by) -> None:
    """Make what is small, keep it, and write the bundle's hash into its row. Nothing where that was done already."""
    if bundle.digest:
        return
    made = _bag(bundle, by)
    stored = store.store(
        [_packed(made.small)], school_id=bundle.school_id, record=record_of(bundle.concern_id), filename="parts",
        media_type="application/zip", limit=None,
    )  # fmt: skip
    actions.finish(bundle, by=by, digest=made.digest, parts=stored)


def files(bundle: Bundle, *, by) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Every file of a bundle with its bytes, in the order in which they go into its zip."""
    items = [item for item in queries.items_in(by, bundle) if item.file_id]
    small = zipfile.ZipFile(io.BytesIO(b"".join(store.open_file(bundle.parts))))
    listed = json.loads(small.read(bag.checker.INDEX))
    places = {row["id"]: row["file"] for row in listed}
    # The first piece of each is read before anything is sent, so that what was damaged is said on a page.
    return _all(small, [(places[str(item.pk)], item) for item in items])


def _all(small: zipfile.ZipFile, originals: list[tuple[str, Item]]):
    for name in small.namelist():
        yield name, iter([small.read(name)])
    for name, item in originals:
        yield name, opening.pieces(item)


def _bag(bundle: Bundle, by) -> bag.Bag:
    items = queries.items_in(by, bundle)
    words = opened_many(bundle.school_id, [(bundle.concern_id, item.words) for item in items])
    rows = [_row(number, item, said) for number, (item, said) in enumerate(zip(items, words, strict=True), 1)]
    entries = _entries(bundle, items)
    proof, stamps = _proof(bundle, entries)
    payload = {
        **{row["record"]: _json(row["said"]) for row in rows},
        bag.checker.INDEX: _json([{name: row[name] for name in ("id", "file", "record", "sha256")} for row in rows]),
        bag.checker.PROOFS: _json(proof), **stamps,
        "data/custody.csv": rules.table(custody := _custody(entries, items)),
    }  # fmt: skip
    key = head.signing_key()
    context = {
        "bundle": bundle, "made": queries.made(by, bundle), "rows": rows, "custody": custody, "by": by,
        "stamped": sum(bool(point["stamp"]) for point in proof["checkpoints"]), "columns": rules.COLUMNS,
        "key": head.name_of(head.public_half(key)), "now": timezone.localtime(),
    }  # fmt: skip
    payload["data/index.pdf"] = printed(render_to_string("bundles/parts/print.html", context))
    originals = [bag.Original(row["file"], row["sha256"], item.file.size) for row, item in zip(rows, items, strict=True)
                 if item.file_id]  # fmt: skip
    info = {
        "Bag-Software-Agent": "Belisha", "Bagging-Date": timezone.localdate().isoformat(),
        "External-Identifier": str(bundle.pk), "Bag-Count": "1 of 1",
    }  # fmt: skip
    return bag.put_together(payload, originals, info, key)


def _row(number: int, item: Item, words: dict) -> dict:
    """An item as the bundle has it: its place, its hash, and what is known of how it was captured."""
    name = rules.neutral(number, item.kind)
    file, sha256 = (ORIGINALS + name, item.file.sha256) if item.file_id else ("", "")
    arrived = timezone.localdate(item.arrived_at).isoformat() if item.day_only else _utc(item.arrived_at)
    captured = {}  # Nobody may have said when: an incomplete record is handed over too, and says that it is.
    if at := item.captured_at:
        captured = {"captured_at": _utc(at), "captured_to_the": item.precision, "captured_zone": item.zone}
    copy = {"copy_of_item": str(item.derived_from_id), "copy": kinds.DERIVATIONS.get(item.derivation)}
    said = {
        "item": str(item.pk), "file": file, "sha256": sha256, "size": item.file.size if item.file_id else 0,
        "kind": kinds.LABELS[item.kind], **(copy if item.derivation else {}), "arrived_at": arrived,
        **_checked(item), "record_is_complete": item.complete, **captured, **words,
    }  # fmt: skip
    shown = [
        (_label(key), "Yes" if value is True else value) for key, value in said.items() if key not in PLAIN and value
    ]
    return {
        "id": str(item.pk), "number": number, "lines": shown, "of_a_copy": said.get("copy", ""), "file": file,
        "sha256": sha256, "said": said, "record": f"{RECORDS}item-{number:03d}.capture.json",
    }  # fmt: skip


def _label(key: str) -> str:
    """What a part of the capture record is called, as on the item's page."""
    return LABELS.get(key) or asked.ASKED.get(key) or key.replace("_", " ").capitalize()


def _checked(item: Item) -> dict:
    """When its file was last read from beginning to end, and whether it was whole."""
    last = item.checks.order_by("-at").first()
    return {"last_checked": f"{_utc(last.at)}, {'whole' if last.whole else 'NOT WHOLE'}"} if last else {}


def _entries(bundle: Bundle, items: list[Item]) -> list[AuditEntry]:
    """What the log says of these items, and of nothing else of the concern."""
    log = audit.log_of(bundle.concern)
    said = AuditEntry.objects.filter(school_id=log, kept_under=bundle.kept_under, about__in=[item.pk for item in items])
    return list(said.order_by("seq"))


def _custody(entries: list[AuditEntry], items: list[Item]) -> list[tuple]:
    number_of = {item.pk: number for number, item in enumerate(items, 1)}
    return [
        (at, _when(line), f"Item {number_of[entry.about]}", line.sentence, line.seq)
        for at, (entry, line) in enumerate(zip(entries, lines(entries), strict=True), 1)
    ]


def _when(line: Line) -> str:
    return timezone.localdate(line.at).isoformat() if is_midnight(line) else _utc(line.at)


def _proof(bundle: Bundle, entries: list[AuditEntry]) -> tuple[dict, dict[str, bytes]]:
    """The proofs of these entries to where the log stands now, and to the first stamped root after each of them."""
    log = audit.log_of(bundle.concern)
    points = {point.size: point for point in [audit.checkpoint(log)] if point}
    stamps = {stamp.size: stamp for stamp in Stamp.objects.filter(log=log).order_by("-kept_at")}
    covering = {min((size for size in stamps if size > entry.seq), default=0) for entry in entries} - {0}
    for point in AuditCheckpoint.objects.filter(school_id=log, size__in=covering):
        points[point.size] = point
    proof, files = proofs.of_entries(log, entries, list(points.values())), {}
    for row in proof["checkpoints"]:
        stamp = stamps.get(row["size"]) if row["size"] in covering else None
        row["stamp"] = f"{bag.checker.STAMPS}{row['size']}.tsr" if stamp else ""
        if stamp:
            raw = (("tsq", stamp.request), ("tsr", stamp.reply), ("pem", stamp.chain.encode()))
            files |= {f"{bag.checker.STAMPS}{row['size']}.{ending}": bytes(content) for ending, content in raw}
            files[f"{bag.checker.STAMPS}{row['size']}.txt"] = proofs.words(points[row["size"]])
    return proof, files


def printed(words: str) -> bytes:
    """HTML as a tagged PDF. Nothing is fetched."""
    from weasyprint import CSS, HTML  # takes longer to import than most pages to answer

    html = HTML(string=words, url_fetcher=_refuse, base_url=None)
    return html.write_pdf(stylesheets=[CSS(string=STYLE.read_text("utf-8"))], pdf_variant="pdf/ua-1")


def _refuse(url: str, *args, **kwargs):
    raise ValueError("Nothing is fetched while a bundle is printed.")


def _packed(small: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name, content in small.items():
            packed.writestr(zipfile.ZipInfo(name), content)
    return file.getvalue()


def _json(value) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str).encode()


def _utc(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).isoformat(timespec="seconds")


def stream(bundle: Bundle, *, by, how: str, secret: str) -> Iterator[bytes]:
    """The bundle as its zip, encrypted where that was asked for. Raises before the first byte what can be raised."""
    plain = streaming.zipped(files(bundle, by=by))
    if how == rules.PASSPHRASE:
        return streaming.with_passphrase(plain, secret)
    return streaming.with_key(plain, secret) if how == rules.KEY else plain


def name_of(bundle: Bundle, how: str) -> str:
    """The name of the file: the beginning of its hash, which tells nobody anything."""
    return f"evidence-{bundle.digest[:8]}.zip" + ("" if how == rules.PLAIN else ".age")
