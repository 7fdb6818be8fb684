import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import iluminacasa.money


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0009_pictures_of_links"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Alert",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                (
                    "kind",
                    models.CharField(
                        choices=[("back_in_stock", "voltou ao estoque"), ("price_drop", "baixou de preço")],
                        max_length=14,
                        verbose_name="quando",
                    ),
                ),
                ("price_seen", iluminacasa.money.MoneyField(blank=True, null=True, verbose_name="preço visto")),
                ("requested_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="pedido em")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="confirmado em")),
                ("told_at", models.DateTimeField(blank=True, null=True, verbose_name="avisado em")),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="alerts",
                        to="catalog.product",
                        verbose_name="produto",
                    ),
                ),
            ],
            options={
                "verbose_name": "aviso pedido",
                "verbose_name_plural": "avisos pedidos",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("told_at__isnull", True)),
                        fields=("product", "email", "kind"),
                        name="alert_once_while_open",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Favorite",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="desde")),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalog.product",
                        verbose_name="produto",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="favorites",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "favorito",
                "verbose_name_plural": "favoritos",
                "constraints": [models.UniqueConstraint(fields=("user", "product"), name="favorite_once")],
            },
        ),
    ]
