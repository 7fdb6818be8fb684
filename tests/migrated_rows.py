"""What migrations put into the database, which tests that flush it take away."""

import itertools
from importlib import import_module

VERSIONS = itertools.count(1_000_000, 1_000_000)


# (app, model, functions of migrations): rows a migration made, which tests that flush the database take away.
MIGRATED_ROWS = (
    ("catalog", "Synonym", ["catalog.migrations.0006_synonyms:fill"]),
    (
        "catalog",
        "Page",
        ["catalog.migrations.0007_default_content:write", "catalog.migrations.0019_english_content:fill"],
    ),
    ("cart", "FreightRate", ["cart.migrations.0002_default_freight:fill"]),
    ("auth", "Group", ["orders.migrations.0006_roles:write"]),
)


def put_back() -> None:
    """As the migrations left it, at a content version of its own: nothing kept by version leaks into the next test."""
    from django.apps import apps

    from catalog.models import CatalogueState

    CatalogueState.objects.update_or_create(id=1, defaults={"version": next(VERSIONS)})
    for app, model, functions in MIGRATED_ROWS:
        if not apps.get_model(app, model).objects.exists():
            for migration, function in (name.split(":") for name in functions):
                getattr(import_module(migration), function)(apps, None)
