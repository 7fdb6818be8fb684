from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0015_sync_rehearsals"),
    ]

    operations = [
        migrations.AddField(
            model_name="pricechange",
            name="is_shown",
            field=models.BooleanField(db_default=True, default=True, verbose_name="à venda"),
        ),
        migrations.AddField(
            model_name="product",
            name="was_charged",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
    ]
