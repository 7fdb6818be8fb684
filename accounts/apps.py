from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Contas"

    def ready(self) -> None:
        from accounts import holdings, privacy

        holdings.add(privacy.CHAPTER)
