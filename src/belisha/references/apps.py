from django.apps import AppConfig


class ReferencesConfig(AppConfig):
    name = "belisha.references"

    def ready(self):
        from belisha.people.tasks import TASKS
        from belisha.policy.asides import BESIDE_CLAUSE, MARKS, Aside, Mark
        from belisha.policy.particulars import CITES
        from belisha.policy.searching.places import SEARCHED
        from belisha.references import actions, queries, tasks  # noqa: F401 (importing actions registers its answers)

        def cited(actor, clause):
            found = queries.cited_by(actor, clause)
            others = queries.not_kept(actor, clause) if found else []
            return Aside("references/parts/cited.html", {"kept": found, "others": others}, CITES) if found else None

        def newer(actor, version):
            marks: dict = {}
            for each in queries.stale_in(actor, version):
                label = f"A newer edition is in force: {each.reference.title}, {each.reference.edition}"
                marks.setdefault(each.clause.ident, []).append(Mark(label, each.reference.get_absolute_url()))
            return marks

        BESIDE_CLAUSE.append(cited)
        MARKS.append(newer)
        SEARCHED.append(queries.search)
        TASKS.append(tasks.to_check)
