import django.contrib.auth.models
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_second_factor"),
        ("orders", "0004_sales_reports"),
    ]

    operations = [
        migrations.CreateModel(
            name="Customer",
            fields=[],
            options={
                "verbose_name": "cliente",
                "verbose_name_plural": "clientes",
                "default_permissions": ("view",),
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("accounts.user",),
        ),
        migrations.AlterModelOptions(
            name="order",
            options={
                "permissions": [
                    ("view_reports", "ver relatórios de vendas"),
                    ("cancel_order", "cancelar pedidos e decidir devoluções"),
                ],
                "verbose_name": "pedido",
                "verbose_name_plural": "pedidos",
            },
        ),
        migrations.CreateModel(
            name="CustomerNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=1000, verbose_name="anotação")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="quando")),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="quem",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="staff_notes",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="cliente",
                    ),
                ),
            ],
            options={
                "verbose_name": "anotação sobre cliente",
                "verbose_name_plural": "anotações sobre clientes",
                "default_permissions": ("view", "add"),
                "indexes": [models.Index(fields=["user", "-id"], name="customer_note_by_user")],
            },
        ),
    ]
