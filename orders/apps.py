from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "orders"
    verbose_name = "Vendas"

    def ready(self) -> None:
        from accounts import holdings
        from orders import privacy

        holdings.add(privacy.CHAPTER)
