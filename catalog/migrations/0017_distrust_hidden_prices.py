from typing import Any

from django.db import migrations


def distrust_what_is_hidden(apps: Any, schema_editor: Any) -> None:
    """What is hidden now may have been so all along: its past proves nothing."""
    apps.get_model("catalog", "PriceChange").objects.filter(product__is_visible=False).update(is_shown=False)


class Migration(migrations.Migration):
    # Apart from the columns: these lock the table against readers, this does not.
    dependencies = [("catalog", "0016_prices_really_charged")]

    operations = [migrations.RunPython(distrust_what_is_hidden, migrations.RunPython.noop)]
