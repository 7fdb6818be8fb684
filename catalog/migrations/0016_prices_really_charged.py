from typing import Any

from django.db import migrations, models


def distrust_what_is_hidden(apps: Any, schema_editor: Any) -> None:
    """What is hidden now may have been so all along: its past proves nothing."""
    apps.get_model("catalog", "PriceChange").objects.filter(product__is_visible=False).update(is_shown=False)


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0015_sync_rehearsals"),
    ]

    operations = [
        migrations.AddField(
            model_name="pricechange",
            name="is_shown",
            field=models.BooleanField(default=True, verbose_name="à venda"),
        ),
        migrations.AddField(
            model_name="product",
            name="was_charged",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.RunPython(distrust_what_is_hidden, migrations.RunPython.noop),
    ]
