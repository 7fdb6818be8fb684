import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import iluminacasa.money
import orders.models.order


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cart", "0002_default_freight"),
        ("catalog", "0010_wishes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LegalText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("terms", "termos"), ("privacy", "privacidade")], max_length=10, verbose_name="texto"
                    ),
                ),
                ("version", models.CharField(max_length=40, verbose_name="versão")),
                ("body", models.TextField(verbose_name="texto")),
                ("published_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="desde")),
            ],
            options={
                "verbose_name": "texto legal",
                "verbose_name_plural": "textos legais",
                "constraints": [models.UniqueConstraint(fields=("kind", "version"), name="legal_text_version")],
            },
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recipient", models.CharField(max_length=120, verbose_name="destinatário")),
                ("postal_code", models.CharField(max_length=8, verbose_name="CEP")),
                ("street", models.CharField(max_length=160, verbose_name="rua")),
                ("complement", models.CharField(blank=True, max_length=80, verbose_name="complemento")),
                ("district", models.CharField(max_length=80, verbose_name="bairro")),
                ("city", models.CharField(max_length=80, verbose_name="cidade")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("AC", "Acre"),
                            ("AL", "Alagoas"),
                            ("AM", "Amazonas"),
                            ("AP", "Amapá"),
                            ("BA", "Bahia"),
                            ("CE", "Ceará"),
                            ("DF", "Distrito Federal"),
                            ("ES", "Espírito Santo"),
                            ("GO", "Goiás"),
                            ("MA", "Maranhão"),
                            ("MG", "Minas Gerais"),
                            ("MS", "Mato Grosso do Sul"),
                            ("MT", "Mato Grosso"),
                            ("PA", "Pará"),
                            ("PB", "Paraíba"),
                            ("PE", "Pernambuco"),
                            ("PI", "Piauí"),
                            ("PR", "Paraná"),
                            ("RJ", "Rio de Janeiro"),
                            ("RN", "Rio Grande do Norte"),
                            ("RO", "Rondônia"),
                            ("RR", "Roraima"),
                            ("RS", "Rio Grande do Sul"),
                            ("SC", "Santa Catarina"),
                            ("SE", "Sergipe"),
                            ("SP", "São Paulo"),
                            ("TO", "Tocantins"),
                        ],
                        max_length=2,
                        verbose_name="estado",
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=120, verbose_name="referência")),
                (
                    "number",
                    models.CharField(
                        default=orders.models.order.new_number, max_length=20, unique=True, verbose_name="número"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "aguardando pagamento"),
                            ("paid", "pago"),
                            ("picking", "em separação"),
                            ("shipped", "enviado"),
                            ("ready_for_pickup", "pronto para retirada"),
                            ("delivered", "entregue"),
                            ("withdrawal_requested", "arrependimento solicitado"),
                            ("returned", "devolvido"),
                            ("canceled", "cancelado"),
                            ("paid_without_stock", "pago, sem estoque"),
                        ],
                        default="pending",
                        max_length=20,
                        verbose_name="situação",
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                ("name", models.CharField(max_length=120, verbose_name="nome")),
                ("phone", models.CharField(blank=True, max_length=16, verbose_name="telefone")),
                ("document", models.CharField(blank=True, max_length=14, verbose_name="CPF ou CNPJ")),
                ("street_number", models.CharField(blank=True, max_length=20, verbose_name="número da rua")),
                ("is_pickup", models.BooleanField(default=False, verbose_name="retirada na loja")),
                (
                    "payment_method",
                    models.CharField(
                        choices=[("pix", "Pix"), ("card", "cartão"), ("pickup", "pagamento na retirada")],
                        max_length=8,
                        verbose_name="pagamento",
                    ),
                ),
                ("installments", models.PositiveSmallIntegerField(default=1, verbose_name="parcelas")),
                ("freight_method", models.CharField(max_length=40, verbose_name="entrega")),
                ("freight_name", models.CharField(max_length=60, verbose_name="nome da entrega")),
                ("promised_on", models.DateField(blank=True, null=True, verbose_name="entrega até")),
                ("lines_total", iluminacasa.money.MoneyField(verbose_name="itens")),
                ("discount_total", iluminacasa.money.MoneyField(default=0, verbose_name="desconto do cupom")),
                ("pix_discount_total", iluminacasa.money.MoneyField(default=0, verbose_name="desconto do Pix")),
                ("freight_total", iluminacasa.money.MoneyField(default=0, verbose_name="frete")),
                ("total", iluminacasa.money.MoneyField(verbose_name="total")),
                ("coupon_code", models.CharField(blank=True, max_length=40, verbose_name="cupom")),
                ("trace", models.JSONField(blank=True, default=dict, verbose_name="conta")),
                ("terms_version", models.CharField(blank=True, max_length=40, verbose_name="versão dos termos")),
                ("privacy_version", models.CharField(blank=True, max_length=40, verbose_name="versão da privacidade")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="recado do cliente")),
                ("invoice_key", models.CharField(blank=True, max_length=44, verbose_name="chave da NF-e")),
                (
                    "placed_at",
                    models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name="feito em"),
                ),
                ("expires_at", models.DateTimeField(blank=True, null=True, verbose_name="pagar até")),
                ("paid_at", models.DateTimeField(blank=True, null=True, verbose_name="pago em")),
                ("shipped_at", models.DateTimeField(blank=True, null=True, verbose_name="enviado em")),
                ("delivered_at", models.DateTimeField(blank=True, null=True, verbose_name="entregue em")),
                ("canceled_at", models.DateTimeField(blank=True, null=True, verbose_name="cancelado em")),
                (
                    "cart",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="order",
                        to="cart.cart",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="orders",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="pessoa",
                    ),
                ),
            ],
            options={
                "verbose_name": "pedido",
                "verbose_name_plural": "pedidos",
            },
        ),
        migrations.CreateModel(
            name="IdempotencyKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("owner", models.CharField(max_length=60)),
                ("key", models.CharField(max_length=255)),
                ("fingerprint", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                (
                    "order",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="orders.order",
                    ),
                ),
            ],
            options={
                "verbose_name": "chave de idempotência",
                "verbose_name_plural": "chaves de idempotência",
            },
        ),
        migrations.CreateModel(
            name="OrderEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=30, verbose_name="acontecimento")),
                ("from_status", models.CharField(blank=True, max_length=20)),
                ("to_status", models.CharField(blank=True, max_length=20)),
                ("message", models.CharField(blank=True, max_length=500, verbose_name="mensagem")),
                ("data", models.JSONField(blank=True, default=dict)),
                ("is_public", models.BooleanField(default=True, verbose_name="o cliente vê")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="quando")),
                ("told_at", models.DateTimeField(blank=True, null=True, verbose_name="avisado em")),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="quem",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="orders.order"
                    ),
                ),
            ],
            options={
                "verbose_name": "acontecimento",
                "verbose_name_plural": "acontecimentos",
            },
        ),
        migrations.CreateModel(
            name="OrderLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("sku", models.CharField(blank=True, max_length=64, verbose_name="SKU")),
                ("slug", models.CharField(max_length=220, verbose_name="endereço")),
                ("title", models.CharField(max_length=200, verbose_name="nome")),
                ("picture", models.CharField(blank=True, max_length=200, verbose_name="foto")),
                ("quantity", models.PositiveIntegerField(verbose_name="quantidade")),
                ("list_price", iluminacasa.money.MoneyField(verbose_name="preço de tabela")),
                ("unit_price", iluminacasa.money.MoneyField(verbose_name="preço unitário")),
                ("discount", iluminacasa.money.MoneyField(default=0, verbose_name="parte dos descontos")),
                ("total", iluminacasa.money.MoneyField(verbose_name="total da linha")),
                ("refunded_quantity", models.PositiveIntegerField(default=0, verbose_name="devolvidas")),
                ("restocked_quantity", models.PositiveIntegerField(default=0, verbose_name="voltaram ao estoque")),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="orders.order"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="catalog.product",
                        verbose_name="produto",
                    ),
                ),
            ],
            options={
                "verbose_name": "item do pedido",
                "verbose_name_plural": "itens do pedido",
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "method",
                    models.CharField(
                        choices=[("pix", "Pix"), ("card", "cartão"), ("pickup", "pagamento na retirada")],
                        max_length=8,
                        verbose_name="meio",
                    ),
                ),
                ("provider", models.CharField(max_length=20, verbose_name="provedor")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "aguardando"),
                            ("confirmed", "confirmado"),
                            ("declined", "recusado"),
                            ("expired", "vencido"),
                            ("quarantined", "em análise"),
                        ],
                        default="pending",
                        max_length=12,
                        verbose_name="situação",
                    ),
                ),
                ("amount", iluminacasa.money.MoneyField(verbose_name="valor")),
                ("paid_amount", iluminacasa.money.MoneyField(blank=True, null=True, verbose_name="valor recebido")),
                ("txid", models.CharField(blank=True, max_length=35, null=True, unique=True, verbose_name="txid")),
                (
                    "external_id",
                    models.CharField(blank=True, db_index=True, max_length=255, verbose_name="código no provedor"),
                ),
                ("instructions", models.JSONField(blank=True, default=dict, verbose_name="instruções")),
                ("expires_at", models.DateTimeField(blank=True, null=True, verbose_name="vale até")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="criado em")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="confirmado em")),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="por",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="payments", to="orders.order"
                    ),
                ),
            ],
            options={
                "verbose_name": "pagamento",
                "verbose_name_plural": "pagamentos",
            },
        ),
        migrations.CreateModel(
            name="PaymentNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("provider", models.CharField(max_length=20, verbose_name="provedor")),
                ("event_id", models.CharField(max_length=255, verbose_name="evento")),
                ("kind", models.CharField(blank=True, max_length=80, verbose_name="tipo")),
                ("body", models.JSONField(default=dict, verbose_name="conteúdo")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("applied", "aplicada"),
                            ("repeated", "repetida"),
                            ("ignored", "sem efeito"),
                            ("quarantined", "em análise"),
                        ],
                        max_length=12,
                        verbose_name="efeito",
                    ),
                ),
                ("received_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="recebida em")),
                (
                    "payment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="received_notices",
                        to="orders.payment",
                    ),
                ),
            ],
            options={
                "verbose_name": "aviso do provedor",
                "verbose_name_plural": "avisos dos provedores",
            },
        ),
        migrations.CreateModel(
            name="Refund",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", iluminacasa.money.MoneyField(verbose_name="valor")),
                ("reason", models.CharField(max_length=200, verbose_name="motivo")),
                ("lines", models.JSONField(blank=True, default=list, verbose_name="itens")),
                ("includes_freight", models.BooleanField(default=False, verbose_name="com frete")),
                (
                    "status",
                    models.CharField(
                        choices=[("requested", "solicitado"), ("done", "feito"), ("failed", "falhou")],
                        default="requested",
                        max_length=10,
                        verbose_name="situação",
                    ),
                ),
                ("key", models.CharField(max_length=64, unique=True)),
                ("external_id", models.CharField(blank=True, max_length=255, verbose_name="código no provedor")),
                ("requested_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="solicitado em")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="feito em")),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="refunds", to="orders.payment"
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="por",
                    ),
                ),
            ],
            options={
                "verbose_name": "reembolso",
                "verbose_name_plural": "reembolsos",
            },
        ),
        migrations.CreateModel(
            name="Shipment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("carrier", models.CharField(max_length=60, verbose_name="transportadora")),
                ("tracking_code", models.CharField(blank=True, max_length=60, verbose_name="código de rastreio")),
                ("tracking_url", models.URLField(blank=True, verbose_name="endereço de rastreio")),
                ("shipped_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="enviado em")),
                ("delivered_at", models.DateTimeField(blank=True, null=True, verbose_name="entregue em")),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="shipments", to="orders.order"
                    ),
                ),
            ],
            options={
                "verbose_name": "envio",
                "verbose_name_plural": "envios",
            },
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["status", "-placed_at"], name="order_queue"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["email", "-placed_at"], name="order_by_email"),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "total",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    models.F("lines_total"), "-", models.F("discount_total")
                                ),
                                "-",
                                models.F("pix_discount_total"),
                            ),
                            "+",
                            models.F("freight_total"),
                        ),
                    )
                ),
                name="order_total_adds_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(condition=models.Q(("total__gte", 0)), name="order_total_not_negative"),
        ),
        migrations.AddConstraint(
            model_name="idempotencykey",
            constraint=models.UniqueConstraint(fields=("owner", "key"), name="idempotency_key_once"),
        ),
        migrations.AddIndex(
            model_name="orderevent",
            index=models.Index(fields=["order", "id"], name="order_event_in_order"),
        ),
        migrations.AddIndex(
            model_name="orderevent",
            index=models.Index(
                condition=models.Q(("is_public", True), ("told_at__isnull", True)),
                fields=["id"],
                name="order_event_untold",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.UniqueConstraint(fields=("order", "position"), name="order_line_position"),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.CheckConstraint(condition=models.Q(("quantity__gte", 1)), name="order_line_quantity"),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "total",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.F("unit_price"), "*", models.F("quantity")
                            ),
                            "-",
                            models.F("discount"),
                        ),
                    )
                ),
                name="order_line_adds_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("refunded_quantity__lte", models.F("quantity")), ("restocked_quantity__lte", models.F("quantity"))
                ),
                name="order_line_returns_within",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gte", 0)), name="payment_amount_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "confirmed")), fields=("order",), name="payment_confirmed_once_per_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentnotice",
            constraint=models.UniqueConstraint(fields=("provider", "event_id"), name="payment_notice_once"),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="refund_amount_positive"),
        ),
    ]
