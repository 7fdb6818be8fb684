"""The one row that counts the catalogue's changes."""

from django.db import migrations


def create_state(apps, schema_editor):
    apps.get_model("catalog", "CatalogueState").objects.get_or_create(id=1)


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial")]

    operations = [migrations.RunPython(create_state, migrations.RunPython.noop)]
