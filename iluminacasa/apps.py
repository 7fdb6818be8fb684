from importlib import import_module

from django.apps import AppConfig


class IluminaCasaConfig(AppConfig):
    """The roof: it owns no table, only commands and checks."""

    name = "iluminacasa"
    verbose_name = "Ilumina Casa"

    def ready(self) -> None:
        import_module("iluminacasa.checks")  # registers the system checks
