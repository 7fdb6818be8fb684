from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0002_catalogue_state"),
    ]

    operations = [
        migrations.AddField(
            model_name="specdefinition",
            name="is_multiple",
            field=models.BooleanField(default=False, verbose_name="aceita vários valores"),
        ),
    ]
