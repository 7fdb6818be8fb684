import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0011_purchases"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StockLevel",
            fields=[],
            options={
                "verbose_name": "saldo em estoque",
                "verbose_name_plural": "saldos em estoque",
                "proxy": True,
                "default_permissions": ("view", "change"),
                "indexes": [],
                "constraints": [],
            },
            bases=("catalog.product",),
        ),
        migrations.AddField(
            model_name="product",
            name="locked_fields",
            field=models.JSONField(blank=True, default=list, editable=False, verbose_name="valores presos da loja"),
        ),
        migrations.CreateModel(
            name="PriceBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("raise_percent", "aumentar o preço de tabela em %"),
                            ("lower_percent", "baixar o preço de tabela em %"),
                            ("raise_amount", "aumentar o preço de tabela em R$"),
                            ("lower_amount", "baixar o preço de tabela em R$"),
                            ("set_price", "pôr este preço de tabela em R$"),
                            ("discount", "pôr um desconto fixo (de/por) em %"),
                            ("end_sale", "encerrar a oferta"),
                        ],
                        max_length=16,
                        verbose_name="mudança",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="valor"),
                ),
                (
                    "rounding",
                    models.CharField(
                        choices=[
                            ("centavo", "ao centavo"),
                            ("ninety", "terminar em ,90"),
                            ("whole", "a reais inteiros"),
                        ],
                        default="centavo",
                        max_length=8,
                        verbose_name="arredondar",
                    ),
                ),
                ("starts_at", models.DateTimeField(blank=True, null=True, verbose_name="começa")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="termina")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="motivo")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "prévia"),
                            ("scheduled", "agendada"),
                            ("waiting", "em andamento"),
                            ("applied", "aplicada"),
                            ("reverting", "sendo desfeita"),
                            ("undone", "desfeita"),
                            ("refused", "recusada"),
                            ("cancelled", "cancelada"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="situação",
                    ),
                ),
                ("total", models.PositiveIntegerField(default=0, verbose_name="produtos")),
                ("left_alone", models.PositiveIntegerField(default=0, verbose_name="deixados como estavam")),
                ("message", models.CharField(blank=True, max_length=300, verbose_name="mensagem")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="criada em")),
                ("applied_at", models.DateTimeField(blank=True, null=True, verbose_name="aplicada em")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="desfeita em")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="quem",
                    ),
                ),
            ],
            options={
                "verbose_name": "mudança de preços",
                "verbose_name_plural": "mudanças de preços",
                "default_permissions": ("view", "add", "change"),
            },
        ),
        migrations.CreateModel(
            name="PriceBatchRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "before",
                    models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name="antes"),
                ),
                (
                    "after",
                    models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name="depois"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "prevista"),
                            ("applied", "aplicada"),
                            ("undone", "desfeita"),
                            ("left", "deixada como estava"),
                        ],
                        default="planned",
                        max_length=8,
                        verbose_name="situação",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="catalog.pricebatch"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalog.product",
                        verbose_name="produto",
                    ),
                ),
            ],
            options={
                "verbose_name": "preço mudado",
                "verbose_name_plural": "preços mudados",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="SheetImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("filename", models.CharField(max_length=200, verbose_name="arquivo")),
                ("content", models.BinaryField(blank=True, null=True, verbose_name="conteúdo")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("checking", "sendo conferida"),
                            ("faulty", "com falhas"),
                            ("checked", "conferida"),
                            ("waiting", "em andamento"),
                            ("applied", "aplicada"),
                            ("refused", "recusada"),
                        ],
                        default="checking",
                        max_length=10,
                        verbose_name="situação",
                    ),
                ),
                ("counts", models.JSONField(blank=True, default=dict, verbose_name="contagem")),
                ("faults", models.JSONField(blank=True, default=list, verbose_name="falhas")),
                ("changes", models.JSONField(blank=True, default=list, verbose_name="mudanças")),
                ("message", models.CharField(blank=True, max_length=300, verbose_name="mensagem")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="enviada em")),
                ("applied_at", models.DateTimeField(blank=True, null=True, verbose_name="aplicada em")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="quem",
                    ),
                ),
            ],
            options={
                "verbose_name": "importação de produtos",
                "verbose_name_plural": "importações de produtos",
                "default_permissions": ("view", "add"),
            },
        ),
        migrations.AddIndex(
            model_name="pricebatch",
            index=models.Index(fields=["state", "starts_at"], name="price_batch_due"),
        ),
        migrations.AddConstraint(
            model_name="pricebatchrow",
            constraint=models.UniqueConstraint(fields=("batch", "product"), name="price_batch_product_once"),
        ),
    ]
