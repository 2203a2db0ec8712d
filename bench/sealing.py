"""Sealing a file beside hashing it and writing it durably, which is the least that could be done with it."""

import hashlib
import os
import secrets

from bench.measure import Figure, at, interleaved

MB = 1 << 20
SIZE = 48


def figures(data, made, head):
    from django.db import transaction

    from belisha.sealed import store

    content = [secrets.token_bytes(MB) for _ in range(SIZE)]
    plain, kept = data / "floor.bin", []

    def bare_write():
        sha = hashlib.sha256()
        with plain.open("wb") as file:
            for piece in content:
                sha.update(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())

    def sealed_write():
        stored = store.store(
            content, school_id=made.pk, record="policy:bench", filename="a.bin", media_type="x", limit=None
        )
        with transaction.atomic():
            kept.append(store.keep(stored))

    def bare_read():
        sha = hashlib.sha256()
        with plain.open("rb") as file:
            while piece := file.read(MB):
                sha.update(piece)

    def sealed_read():
        for _ in store.open_file(kept[-1]):
            pass

    times = interleaved(
        5, bare_write=bare_write, sealed_write=sealed_write, bare_read=bare_read, sealed_read=sealed_read
    )
    for verb, done in (("write", "written"), ("read", "read")):
        floor, mine = at(times[f"bare_{verb}"], 0.5), at(times[f"sealed_{verb}"], 0.5)
        of = f"SHA-256 and a plain {verb}{', durable' if verb == 'write' else ''}: {SIZE / floor:.0f} MB/s"
        yield Figure(f"Sealed file {done} ({SIZE} MB)", f"{SIZE / mine:.0f} MB/s", of, f"× {mine / floor:.2f} the time")
