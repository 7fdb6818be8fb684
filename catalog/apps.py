from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "catalog"
    verbose_name = "Catálogo"

    def ready(self) -> None:
        from accounts import holdings
        from catalog import privacy

        holdings.add(privacy.CHAPTER)
