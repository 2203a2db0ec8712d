"""Which account elsewhere signs in as which adult."""

from django.db import models

from belisha.core.access import Can, held, own
from belisha.core.ids import uuid7
from belisha.people.models import Adult, School


class Link(models.Model):
    """An adult's account at a provider, by the key that the provider never gives to anybody else.

    The e-mail address finds an adult once, on the first day. After that only this key does: addresses are given to
    others when somebody leaves, and can be changed at the provider.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT)
    # One account each: a second one could be anybody's who is called the same.
    adult = models.OneToOneField(Adult, on_delete=models.PROTECT, related_name="link")
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=255)
    provider = models.CharField("what the sign-in page calls it", max_length=60)
    linked_at = models.DateTimeField()

    seen_by = own("adult_id") | held(Can.CHANGE_PEOPLE)
    unaudited = frozenset({"issuer", "subject"})

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="link_once")]

    def __str__(self):
        return str(self.adult)

    @property
    def kept_under(self) -> str:
        return f"adult:{self.adult_id}"
