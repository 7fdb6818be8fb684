from importlib import import_module

from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class IluminaCasaConfig(AppConfig):
    """The roof: it owns no table, only commands and checks."""

    default = True  # there are two configurations in this file, and Django would take neither
    name = "iluminacasa"
    verbose_name = "Ilumina Casa"

    def ready(self) -> None:
        import_module("iluminacasa.checks")  # registers the system checks
        import_module("iluminacasa.field_messages")  # before the shapes are made


class ShopStaticFilesConfig(StaticFilesConfig):
    """Collects what the shop shows: neither the browsable API nor the second viewer of the API document."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "rest_framework", "redoc"]
