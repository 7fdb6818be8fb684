"""The full text index of the database at hand."""

from django.db import migrations

from catalog.search import engine


def install(apps, schema_editor):
    engine.install(schema_editor)


def remove(apps, schema_editor):
    engine.remove(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("catalog", "0004_search_document_head")]

    operations = [migrations.RunPython(install, remove)]
