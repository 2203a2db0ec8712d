"""Two versions of 150 clauses: where each goes back to, what changed, and what is proposed about it."""

import random

from bench.measure import against, interleaved

CLAUSES, ROUNDS = 150, 20


def figures(data, made, head):
    from belisha.changes.proposing import proposal
    from belisha.changes.rules import apply, compare
    from belisha.policy.lineage import align

    before, after = editions()

    def whole():
        return [proposal(each) for each in compare(before, after, align(before, after)) if each.changed]

    differences = compare(before, after, align(before, after))
    if [line.text for line in apply(before, differences)] != [line.text for line in after]:
        raise SystemExit("the differences do not explain the new version")
    times = interleaved(ROUNDS, whole=whole, same=lambda: compare(before, before, align(before, before)))
    changed = sum(each.changed for each in differences)
    yield against(
        f"Comparing two versions of {CLAUSES} clauses, {changed} of them changed", times["whole"], times["same"],
        "a version with itself",
    )  # fmt: skip


def editions():
    """An invented edition, and the next: a word in ten another, one clause in ten moved, added, dropped or cut."""
    from belisha.changes.rules import Line
    from belisha.packs import load_pack, render
    from belisha.policy.written import SHIPPED

    chance = random.Random(3)
    texts = [clause.text for clause in render(load_pack(SHIPPED), {"school": "Ash Lane"})]
    texts = (texts * 2)[:CLAUSES]
    before = [Line(f"{at}", f"{text} This is rule {at}.", binds=("adult",)) for at, text in enumerate(texts)]
    after = []
    for at, line in enumerate(before):
        words = [chance.choice(texts).split()[0] if chance.random() < 0.1 else word for word in line.text.split()]
        pieces = [words[: len(words) // 2], words[len(words) // 2 :]] if at % 40 == 3 else [words]
        after += [Line(f"{at}{n}", " ".join(piece), binds=("adult",)) for n, piece in enumerate(pieces) if at % 30 != 4]
        after += [Line(f"new-{at}", f"Colleagues look after the garden number {at} in turns.")] if at % 30 == 5 else []
    for at in range(0, len(after), 20):
        after.insert(chance.randrange(len(after)), after.pop(at))
    return before, after
