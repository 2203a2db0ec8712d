from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "belisha.exchange"

    def ready(self):
        from belisha.policy.asides import ASIDES, BESIDE_DRAFT, Aside

        def take(actor, version):
            return Aside("exchange/parts/take.html", version)

        ASIDES.append(take)
        BESIDE_DRAFT.append(take)
