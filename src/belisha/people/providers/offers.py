"""The providers that this installation offers, from its settings."""

from belisha import config
from belisha.people.providers import rules
from belisha.people.providers.rules import Provider, Pupils, several

KEYS = ("google", "microsoft", "oidc")


def begun() -> list[Provider]:
    """Every provider that somebody began to set up, whole or not."""
    settings = config.load()
    tenant = settings.microsoft_tenant.strip().lower()
    every = [
        Provider(
            "google", "Google", settings.google_issuer, settings.google_client_id,
            settings.google_client_secret.get_secret_value(), domains=several(settings.google_domain),
        ),
        Provider(
            "microsoft", "Microsoft", settings.microsoft_issuer.replace("{tenant}", tenant),
            settings.microsoft_client_id, settings.microsoft_client_secret.get_secret_value(),
            domains=several(settings.microsoft_domain), tenant=tenant,
        ),
        Provider(
            "oidc", settings.oidc_name, settings.oidc_issuer, settings.oidc_client_id,
            settings.oidc_client_secret.get_secret_value(), claim=settings.oidc_claim, value=settings.oidc_value,
        ),
    ]  # fmt: skip
    return [provider for provider in every if provider.client_id]


def offered() -> list[Provider]:
    """Those that are set up whole: their buttons stand on the sign-in page."""
    return [provider for provider in begun() if not rules.faults(provider)]


def one(key: str) -> Provider | None:
    """The provider of this key, if it is offered."""
    return next((provider for provider in offered() if provider.key == key), None)


def pupils() -> Pupils:
    """How this school's pupils are known by their addresses."""
    settings = config.load()
    return Pupils(several(settings.pupil_domains), several(settings.pupil_addresses))


def second_factors() -> tuple[str, ...]:
    """What a provider may say that counts as a second factor: nothing, unless the school trusts it so."""
    settings = config.load()
    return several(settings.second_factor_claims) if settings.trust_second_factor_of_provider else ()


def origins() -> set[str]:
    """Where the browser may be sent to sign in."""
    return set(config.load().sign_in_from)
