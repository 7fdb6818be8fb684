import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cart", "0003_keys_of_a_cart"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CouponBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        help_text="Para a equipe: campanha, parceiro, motivo.", max_length=80, verbose_name="nome"
                    ),
                ),
                (
                    "prefix",
                    models.CharField(
                        blank=True,
                        help_text="Exemplo: NATAL. Pode ser vazio.",
                        max_length=12,
                        verbose_name="começo do código",
                    ),
                ),
                ("quantity", models.PositiveIntegerField(verbose_name="quantos códigos")),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="criado em"),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="quem",
                    ),
                ),
            ],
            options={
                "verbose_name": "lote de cupons",
                "verbose_name_plural": "lotes de cupons",
                "default_permissions": ("add", "change", "view"),
            },
        ),
        migrations.AddField(
            model_name="coupon",
            name="batch",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="coupons",
                to="cart.couponbatch",
                verbose_name="lote",
            ),
        ),
    ]
