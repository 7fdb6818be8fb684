"""The product's noun and its SKU as columns of their own, and a way to find the rarest misses."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0003_spec_is_multiple")]

    operations = [
        migrations.AddField("searchdocument", "head", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.AddField(
            "searchdocument",
            "sku",
            models.CharField(blank=True, db_index=True, default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddIndex("searchmiss", models.Index(fields=["count", "last_at"], name="search_miss_by_count")),
    ]
