"""The one thing of the machinery's own that an adult does and the log must tell: take the log away."""

from belisha.core.access import Can
from belisha.core.action import action


@action("audit.export", needs=Can.EXPORT_AUDIT, sentence="{by} exported the audit log")
def note_export(school, *, by) -> None:
    """Write into the log that it was exported. The export, made afterwards, contains this entry."""
