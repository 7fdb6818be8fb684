from django.db import migrations


def ask_again(apps, schema_editor):
    """Pictures that have their sizes lack the one links show: the next run_jobs makes it, the others stay."""
    images = apps.get_model("catalog", "Image").objects.using(schema_editor.connection.alias)
    images.filter(state="ready", role__in=("day", "other")).update(state="pending", attempts=0)


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0008_old_category_addresses"),
    ]

    operations = [
        migrations.RunPython(ask_again, migrations.RunPython.noop, elidable=True),
    ]
