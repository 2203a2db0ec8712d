"""What the folders above put beside a reference: functions that a higher folder adds as Django starts."""

from collections.abc import Callable

# (actor, reference) → policy.asides.Aside or None: on the page of one reference.
BESIDE_REFERENCE: list[Callable] = []
