"""A letter to whoever has something recorded as done that they did not do in a session of their own."""

from django.urls import reverse
from django.utils import timezone

from belisha.core import notices
from belisha.core.models import Notice
from belisha.people.codes.actions import lasts


def of_record(adult) -> None:
    """Write to an adult that there is something to read: their own record. It names nothing.

    A code, the office's tablet and a signed page go through other hands: was it not them, they find it there. For what
    is done within the time for which a code works, one letter is enough.
    """
    lately = Notice.objects.filter(adult_id=adult.pk, letter="signal", made_at__gte=timezone.now() - lasts())
    if not lately.exists():
        notices.post("signal", adult, reverse("owed:record"))
