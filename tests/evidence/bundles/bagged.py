"""A bundle on plain files, for the tests of its shape and of its verifier."""

import hashlib
import json
from pathlib import Path

from belisha.evidence.bundles import bag

KEY = bytes(range(32))
ORIGINALS = {"data/originals/001.png": bytes(range(256)) * 40, "data/originals/002.txt": b"some words\n"}


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _payload() -> dict[str, bytes]:
    rows, payload = [], {}
    for name, content in ORIGINALS.items():
        record = f"data/records/{Path(name).stem}.capture.json"
        payload[record] = json.dumps({"sha256": _sha(content)}).encode()
        rows.append({"file": name, "record": record, "sha256": _sha(content)})
    return {
        **payload,
        "data/items.json": json.dumps(rows).encode(),
        "data/log/proofs.json": json.dumps({"checkpoints": [], "entries": []}).encode(),
        "data/custody.csv": b"when,what\r\n",
    }


BAG = bag.put_together(
    _payload(),
    [bag.Original(name, _sha(content), len(content)) for name, content in ORIGINALS.items()],
    {"Bag-Software-Agent": "Belisha", "Bagging-Date": "2026-11-22"},
    KEY,
)


def files():
    """(name, pieces) of the whole bundle."""
    yield from ((name, [content]) for name, content in BAG.small.items())
    yield from ((name, [content]) for name, content in ORIGINALS.items())


def unpacked(folder: Path) -> Path:
    """The bundle as a folder."""
    for name, pieces in files():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"".join(pieces))
    return folder
