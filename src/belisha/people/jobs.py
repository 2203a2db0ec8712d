"""Work behind signing in."""

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.tasks import task
from django.urls import reverse

from belisha.people import actions
from belisha.people.models import Adult


@task()
def write_new_password(adult_id: str) -> None:
    """Post the link for a new password, if there is such an adult who can sign in."""
    adult = Adult.objects.select_related("school").filter(pk=adult_id).first()
    if adult is None or not adult.is_active:
        return
    key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(adult)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(adult), "key": key})
    actions.ask_new_password(adult, by=adult, path=path)
