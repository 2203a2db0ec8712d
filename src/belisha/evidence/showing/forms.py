"""Input about boxes to black out, and the words to look for."""

from uuid import uuid4

from django import forms

from belisha.evidence.showing import rules

SIDES = {
    "left": "From the left edge, in per cent", "top": "From the top edge, in per cent",
    "width": "Width, in per cent", "height": "Height, in per cent",
}  # fmt: skip
SPOILT = "The boxes could not be read. Draw them again."
ADD, MAKE = "add", "make"


def _side(label: str) -> forms.FloatField:
    box = forms.NumberInput(attrs={"class": "govuk-input--width-4", "step": "0.01", "inputmode": "decimal"})
    return forms.FloatField(
        label=label, min_value=0, max_value=100, required=False, widget=box,
        error_messages={
            "invalid": "Write a number from 0 to 100.", "min_value": "Write a number from 0 to 100.",
            "max_value": "Write a number from 0 to 100.",
        },
    )  # fmt: skip


class RedactForm(forms.Form):
    """All boxes of all pages travel in the form until the copy is made; `do` is the button that was pressed."""

    left, top, width, height = (_side(label) for label in SIDES.values())
    reason = forms.CharField(
        label="Why are these parts blacked out?", max_length=300, required=False,
        help_text="For example: other pupils are named. It is kept with the copy; name nobody here.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    boxes = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)
    page = forms.IntegerField(required=False, min_value=1, max_value=9999, widget=forms.HiddenInput, initial=1)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    @property
    def do(self) -> str:
        return self.data.get("do", "")

    @property
    def makes(self) -> bool:
        """Whether the copy is to be made now."""
        return self.do == MAKE

    def clean_boxes(self):
        try:
            return rules.boxes_in(self.cleaned_data["boxes"])
        except ValueError:
            raise forms.ValidationError(SPOILT) from None

    def clean_page(self):
        return self.cleaned_data["page"] or 1

    def clean(self):
        said = super().clean()
        if self.errors:
            return said
        verb, _, number = self.do.partition(":")
        if verb == ADD:
            self._add(said)
        elif verb == "remove":
            said["boxes"] = [box for at, box in enumerate(said["boxes"]) if str(at) != number]
        elif verb == "page":
            said["page"] = rules.number_in(number) or said["page"]
        if self.makes and not said["boxes"]:
            self.add_error("left", "Draw a box, or say where one is: nothing would be blacked out.")
        if self.makes and not said["reason"]:
            self.add_error("reason", "Say why these parts are blacked out.")
        return said

    def _add(self, said: dict) -> None:
        empty = [name for name in SIDES if said[name] is None]
        for name in empty:
            self.add_error(name, "Write a number from 0 to 100.")
        if empty:
            return
        try:
            said["boxes"] = [*said["boxes"], rules.box(said["page"], *(said[name] for name in SIDES))]
        except ValueError:
            self.add_error("width", "The box lies outside the picture.")

    @property
    def now(self) -> tuple[int, list[rules.Box]]:
        """The page that is worked on and all boxes, as far as they could be read."""
        said = getattr(self, "cleaned_data", {})
        return said.get("page") or self.initial.get("page", 1), said.get("boxes") or []

    def again(self) -> "RedactForm":
        """The form as it goes on: boxes and page as they are now. One with a mistake keeps what was typed."""
        if not self.is_bound or self.errors:
            return self
        said = {**self.cleaned_data, "boxes": rules.written(self.cleaned_data["boxes"]), **dict.fromkeys(SIDES)}
        return RedactForm(initial=said)


class SearchForm(forms.Form):
    """Words to look for in what was read in pictures."""

    words = forms.CharField(
        label="Words in the picture", max_length=100, min_length=3,
        help_text="All of them have to be there. It finds only what the machine could read.",
        error_messages={"required": "Write a word to look for.", "min_length": "Write at least three letters."},
    )  # fmt: skip
