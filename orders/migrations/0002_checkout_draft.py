import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cart", "0002_default_freight"),
        ("orders", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CheckoutDraft",
            fields=[
                (
                    "cart",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="checkout_draft",
                        serialize=False,
                        to="cart.cart",
                    ),
                ),
                ("buyer", models.JSONField(blank=True, default=dict, verbose_name="comprador")),
                ("delivery", models.JSONField(blank=True, default=dict, verbose_name="entrega")),
                ("key", models.CharField(max_length=64)),
                ("updated_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "compra em andamento",
                "verbose_name_plural": "compras em andamento",
            },
        ),
    ]
