"""Walking through a report as a browser does: from page to page, with what is given and nothing more."""

import re

from belisha.concerns.reporting.models import Draft

WHAT = "An adult of the school follows a pupil on a picture service."
ENOUGH = 40


class Walk:
    """One report. `client` is signed in, or not."""

    def __init__(self, client, danger="no", source="signed_in", query=""):
        self.client = client
        sent = client.post("/report/" + query, {"danger": danger, "source": source})
        assert sent.status_code == 302, sent.content.decode()
        self.base, self.last = re.match(r"/report/drafts/[0-9a-f-]+/", sent.url)[0], sent
        self.key = self.base.split("/")[3]

    @property
    def draft(self) -> Draft:
        return Draft.objects.get(pk=self.key)

    def get(self, step: str):
        return self.client.get(self.base + step)

    def post(self, step: str, **data):
        return self.client.post(self.base + step, data)

    def about(self, kind: str):
        """Choose what it is about."""
        self.last = self.post("kind/", kind=kind)
        return self

    def answers(self, people=(), **given):
        """Go through the questions up to the check page. What is not given is skipped, or is the first choice."""
        for _ in range(ENOUGH):
            shown = self.get("next/")
            if shown.status_code == 302:
                if shown.url.endswith("/people/"):
                    for each in people:
                        self.post("people/", **each)
                    self.post("people/", go_on="1")
                elif shown.url.endswith("/check/"):
                    return self
                else:
                    self.skips_files()
                continue
            form = shown.context["form"]
            data = {"shown": form.initial.get("shown") or form["shown"].value()}
            for name, field in form.fields.items():
                if name in given:
                    data[name] = given[name]
                elif field.required and name != "shown":
                    data[name] = field.choices[0][0] if hasattr(field, "choices") else WHAT
            sent = self.post("next/", **data)
            assert sent.status_code == 302, form.errors or sent.content.decode()[-3000:]
        raise AssertionError("the questions have no end")

    def skips_files(self):
        from belisha.concerns.reporting import actions, queries

        draft = self.draft
        actions.say(draft, by=queries.doer(draft.adult or _Nobody()), files="none")

    def sends(self, **data):
        """Press Send on the check page, as the browser does: with the code that the page holds, if it holds one."""
        shown = self.get("check/")
        assert shown.status_code == 200, shown
        if token := shown.context["token"]:
            data.setdefault("token", token)
        return self.post("check/", **data)


class _Nobody:
    id = None
