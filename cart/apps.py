from django.apps import AppConfig


class CartConfig(AppConfig):
    name = "cart"
    verbose_name = "Promoções e frete"

    def ready(self) -> None:
        from accounts import holdings
        from cart import privacy

        holdings.add(privacy.CHAPTER)
