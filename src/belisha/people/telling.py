"""Letters to adults when somebody else did something with their sign-in. They name nothing, as all letters."""

from belisha.core import notices
from belisha.people.models import Adult
from belisha.people.providers.models import Link


def of_their_sign_in(adult: Adult) -> None:
    """Write to the address that an adult has now, if they could sign in before. Was it not them, they know of it."""
    if adult.has_usable_password() or Link.objects.filter(adult=adult).exists():
        notices.post("signal", adult, adult.get_absolute_url())
