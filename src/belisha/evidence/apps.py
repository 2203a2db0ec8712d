from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "belisha.evidence"
    label = "evidence"

    def ready(self):
        from belisha.concerns.asides import HASHES, PANELS
        from belisha.concerns.handling.index import INDEX
        from belisha.core.guards import TRIGGERS
        from belisha.evidence import (  # noqa: F401 (importing actions registers its answers)
            actions,
            asides,
            guards,
            indexing,
            queries,
            tasks,
        )
        from belisha.people.tasks import NOTES, TASKS

        for vendor, names in guards.NAMES.items():
            TRIGGERS[vendor] += names
        PANELS.append(asides.panel)
        HASHES.append(queries.hashes)
        INDEX.append(indexing.index)
        TASKS.append(tasks.broken)
        NOTES.append(tasks.verified)
