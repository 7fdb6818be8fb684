import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import iluminacasa.money


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalog", "0010_wishes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Coupon",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="código")),
                (
                    "kind",
                    models.CharField(
                        choices=[("percent", "percentual"), ("fixed", "valor"), ("free_freight", "frete grátis")],
                        max_length=12,
                        verbose_name="tipo",
                    ),
                ),
                (
                    "percentage",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=5, null=True, verbose_name="percentual"
                    ),
                ),
                ("amount", iluminacasa.money.MoneyField(blank=True, null=True, verbose_name="valor")),
                (
                    "maximum_discount",
                    iluminacasa.money.MoneyField(blank=True, null=True, verbose_name="desconto máximo"),
                ),
                ("minimum_total", iluminacasa.money.MoneyField(default=0, verbose_name="compra mínima")),
                ("starts_at", models.DateTimeField(blank=True, null=True, verbose_name="vale de")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="vale até (sem incluir)")),
                ("usage_limit", models.PositiveIntegerField(blank=True, null=True, verbose_name="usos no total")),
                (
                    "per_customer_limit",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="usos por cliente"),
                ),
                ("used_count", models.PositiveIntegerField(default=0, editable=False, verbose_name="usados")),
                (
                    "combines_with_sale",
                    models.BooleanField(default=True, verbose_name="vale também para produtos em oferta"),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="ativo")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="anotação")),
            ],
            options={
                "verbose_name": "cupom",
                "verbose_name_plural": "cupons",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code", django.db.models.functions.text.Upper("code"))),
                        name="coupon_code_upper_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("usage_limit__isnull", True), ("used_count__lte", models.F("usage_limit")), _connector="OR"
                        ),
                        name="coupon_within_its_limit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "percent"), ("percentage__gt", 0), ("percentage__lte", 100)),
                            models.Q(("amount__gt", 0), ("kind", "fixed")),
                            ("kind", "free_freight"),
                            _connector="OR",
                        ),
                        name="coupon_value_fits_its_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_at__isnull", True),
                            ("ends_at__isnull", True),
                            ("starts_at__lt", models.F("ends_at")),
                            _connector="OR",
                        ),
                        name="coupon_window",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Cart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_hash", models.CharField(blank=True, editable=False, max_length=64, null=True, unique=True)),
                ("postal_code", models.CharField(blank=True, max_length=8, verbose_name="CEP")),
                ("freight_method", models.CharField(blank=True, max_length=40, verbose_name="entrega")),
                ("notices", models.JSONField(blank=True, default=list, verbose_name="avisos")),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="criado em")),
                (
                    "updated_at",
                    models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name="mudou em"),
                ),
                ("ordered_at", models.DateTimeField(blank=True, null=True, verbose_name="virou pedido em")),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="carts",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="pessoa",
                    ),
                ),
                (
                    "coupon",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="cart.coupon",
                        verbose_name="cupom",
                    ),
                ),
            ],
            options={
                "verbose_name": "carrinho",
                "verbose_name_plural": "carrinhos",
            },
        ),
        migrations.CreateModel(
            name="CouponUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                ("order_number", models.CharField(max_length=20, unique=True, verbose_name="pedido")),
                ("used_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="usado em")),
                ("released_at", models.DateTimeField(blank=True, null=True, verbose_name="devolvido em")),
                (
                    "coupon",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="cart.coupon",
                        verbose_name="cupom",
                    ),
                ),
            ],
            options={
                "verbose_name": "uso de cupom",
                "verbose_name_plural": "usos de cupons",
            },
        ),
        migrations.CreateModel(
            name="FreightRate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("method", models.SlugField(max_length=40, verbose_name="método")),
                ("name", models.CharField(max_length=60, verbose_name="nome")),
                ("cep_from", models.CharField(max_length=8, verbose_name="CEP de")),
                ("cep_to", models.CharField(max_length=8, verbose_name="CEP até")),
                (
                    "weight_from",
                    models.DecimalField(decimal_places=3, default=0, max_digits=9, verbose_name="peso de (kg)"),
                ),
                (
                    "weight_to",
                    models.DecimalField(decimal_places=3, max_digits=9, verbose_name="peso até, sem incluir (kg)"),
                ),
                ("price", iluminacasa.money.MoneyField(verbose_name="preço")),
                ("price_per_kg", iluminacasa.money.MoneyField(default=0, verbose_name="por kg acima do início")),
                (
                    "value_percentage",
                    models.DecimalField(decimal_places=2, default=0, max_digits=5, verbose_name="seguro (% do valor)"),
                ),
                ("business_days", models.PositiveSmallIntegerField(verbose_name="prazo (dias úteis)")),
                ("free_above", iluminacasa.money.MoneyField(blank=True, null=True, verbose_name="grátis a partir de")),
                ("is_active", models.BooleanField(default=True, verbose_name="ativo")),
            ],
            options={
                "verbose_name": "tarifa de frete",
                "verbose_name_plural": "tarifas de frete",
                "indexes": [models.Index(fields=["cep_from", "cep_to"], name="freight_by_cep")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("cep_from__lte", models.F("cep_to"))), name="freight_cep_range"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weight_from__lt", models.F("weight_to"))), name="freight_weight_range"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("price__gte", 0), ("price_per_kg__gte", 0)),
                        name="freight_price_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CartLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quantity", models.PositiveIntegerField(verbose_name="quantidade")),
                ("seen_price", iluminacasa.money.MoneyField(verbose_name="preço visto")),
                ("is_saved", models.BooleanField(default=False, verbose_name="guardado para depois")),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="desde")),
                (
                    "cart",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="cart.cart"
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
                "verbose_name": "item do carrinho",
                "verbose_name_plural": "itens do carrinho",
                "constraints": [
                    models.UniqueConstraint(fields=("cart", "product"), name="cart_line_once_per_product"),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gte", 1), ("quantity__lte", 99)), name="cart_line_quantity_range"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="cart",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ordered_at__isnull", True), ("user__isnull", False)),
                fields=("user",),
                name="cart_one_open_per_person",
            ),
        ),
        migrations.AddIndex(
            model_name="couponuse",
            index=models.Index(fields=["coupon", "email"], name="coupon_use_by_customer"),
        ),
    ]
