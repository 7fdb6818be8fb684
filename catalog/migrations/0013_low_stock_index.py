from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0012_price_batches_and_sheets"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="product",
            index=models.Index(
                condition=models.Q(("is_published", True), ("stock__lte", models.F("low_stock_threshold"))),
                fields=["stock", "id", "low_stock_threshold", "is_published"],
                name="published_low_stock",
            ),
        ),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(fields=["title", "id"], name="product_by_title"),
        ),
    ]
