"""Keys by which a cart knows a request it has already followed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cart", "0002_default_freight")]

    operations = [
        migrations.AddField(
            model_name="cart",
            name="keys",
            field=models.JSONField(blank=True, default=list, editable=False, verbose_name="chaves de repetição"),
        ),
    ]
