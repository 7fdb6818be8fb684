"""What was agreed."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import PostalAddress, User
from cart.models import Cart
from catalog.models import Product
from iluminacasa import languages
from iluminacasa.brazil import bare
from iluminacasa.codes import random_code
from iluminacasa.money import MoneyField

NUMBER_LENGTH = 13  # 65 random bits
FEWEST_DIGITS, MOST_WORDS = 3, 8  # of a search


def new_number() -> str:
    """`IC` and 13 characters: not guessable, and short enough to be read over the telephone."""
    return "IC" + random_code(NUMBER_LENGTH)


class OrderQuerySet(models.QuerySet["Order"]):
    def visible_to(self, user: User) -> "OrderQuerySet":
        """A person sees their own. Staff who may know customers see all, unless the back office asks for more than a
        password: these doors do not."""
        by_password = user.is_staff and not settings.STAFF_SECOND_FACTOR and user.second_factor_at is None
        if by_password and user.has_perms(("orders.view_order", "accounts.view_personal_data")):
            return self
        return self.filter(user=user)

    def matching(self, text: str, *, sees_people: bool = True) -> "OrderQuerySet":
        """Found by number, name, e-mail, SKU or title of a line; by CPF, CNPJ and telephone with any punctuation.

        Who may not see people does not find them either: then the number and the lines count.
        """
        found, whole = self, bare(text).removeprefix("+")
        digits = whole if len(whole) >= FEWEST_DIGITS and whole.isascii() and whole.isdigit() else ""
        for word in text.split()[:MOST_WORDS]:
            inside = OrderLine.objects.filter(order=OuterRef("pk"))
            inside = inside.filter(Q(sku__icontains=word) | Q(title__icontains=word))
            named = Q(number__icontains=word) | Q(Exists(inside))
            if sees_people:
                named |= Q(email__icontains=word) | Q(name__icontains=word) | Q(document=bare(word))
            if sees_people and digits:
                named |= Q(document__startswith=digits) | Q(phone__endswith=digits)
            found = found.filter(named)
        return found


class Order(PostalAddress):
    """One agreement with its own copy of everything it says. Changed only by `lifecycle`."""

    class Status(models.TextChoices):
        PENDING = "pending", _("aguardando pagamento")
        PAID = "paid", _("pago")
        PICKING = "picking", _("em separação")
        SHIPPED = "shipped", _("enviado")
        READY = "ready_for_pickup", _("pronto para retirada")
        DELIVERED = "delivered", _("entregue")
        WITHDRAWAL = "withdrawal_requested", _("arrependimento solicitado")
        RETURNED = "returned", _("devolvido")
        CANCELED = "canceled", _("cancelado")
        SHORT = "paid_without_stock", _("pago, sem estoque")

    class Method(models.TextChoices):
        PIX = "pix", "Pix"
        CARD = "card", _("cartão")
        PICKUP = "pickup", _("pagamento na retirada")

    number = models.CharField(_("número"), max_length=20, unique=True, default=new_number)
    cart = models.OneToOneField(Cart, models.SET_NULL, null=True, related_name="order", editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="orders", verbose_name="pessoa"
    )
    status = models.CharField(_("situação"), max_length=20, choices=Status, default=Status.PENDING)
    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("nome"), max_length=120)
    phone = models.CharField(_("telefone"), max_length=16, blank=True)
    document = models.CharField(_("CPF ou CNPJ"), max_length=14, blank=True)
    street_number = models.CharField(_("número da rua"), max_length=20, blank=True)  # `number` is the order's own
    is_pickup = models.BooleanField(_("retirada na loja"), default=False)

    payment_method = models.CharField(_("pagamento"), max_length=8, choices=Method)
    installments = models.PositiveSmallIntegerField(_("parcelas"), default=1)
    freight_method = models.CharField("entrega", max_length=40)
    freight_name = models.CharField(_("nome da entrega"), max_length=60)
    promised_on = models.DateField(_("entrega até"), null=True, blank=True)

    lines_total = MoneyField(_("itens"))  # sum of quantity x unit sale price
    discount_total = MoneyField(_("desconto do cupom"), default=0)
    pix_discount_total = MoneyField(_("desconto do Pix"), default=0)
    freight_total = MoneyField(_("frete"), default=0)
    total = MoneyField(_("total"))
    coupon_code = models.CharField(_("cupom"), max_length=40, blank=True)
    trace = models.JSONField("conta", default=dict, blank=True)  # the quote this order was made from

    terms_version = models.CharField(_("versão dos termos"), max_length=40, blank=True)
    privacy_version = models.CharField(_("versão da privacidade"), max_length=40, blank=True)
    language = models.CharField(
        _("idioma"), max_length=5, choices=languages.CHOICES, default=languages.PORTUGUESE,
        db_default=languages.PORTUGUESE,
    )  # of its letters: the one it was placed in  # fmt: skip
    note = models.CharField(_("recado do cliente"), max_length=500, blank=True)
    invoice_key = models.CharField(_("chave da NF-e"), max_length=44, blank=True)

    placed_at = models.DateTimeField(_("feito em"), default=timezone.now, db_index=True)
    expires_at = models.DateTimeField("pagar até", null=True, blank=True)
    paid_at = models.DateTimeField(_("pago em"), null=True, blank=True)
    shipped_at = models.DateTimeField(_("enviado em"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("entregue em"), null=True, blank=True)
    canceled_at = models.DateTimeField(_("cancelado em"), null=True, blank=True)

    objects: ClassVar = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = "pedido"
        verbose_name_plural = "pedidos"
        permissions = [
            ("view_reports", "ver relatórios de vendas"),
            ("cancel_order", "cancelar pedidos e decidir devoluções"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    total=F("lines_total") - F("discount_total") - F("pix_discount_total") + F("freight_total")
                ),
                name="order_total_adds_up",
            ),
            models.CheckConstraint(condition=Q(total__gte=0), name="order_total_not_negative"),
            models.CheckConstraint(condition=Q(language__in=list(languages.NAMES)), name="order_language_known"),
        ]
        indexes = [
            models.Index(fields=["status", "-placed_at"], name="order_queue"),
            models.Index(fields=["email", "-placed_at"], name="order_by_email"),
            models.Index(fields=["paid_at"], name="order_by_paid_at"),
        ]

    def __str__(self) -> str:
        return self.number


class OrderLine(models.Model):
    """A line as it was agreed: names and prices are copies and never change."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, models.SET_NULL, null=True, related_name="+", verbose_name="produto")
    position = models.PositiveSmallIntegerField(default=0)
    sku = models.CharField(_("SKU"), max_length=64, blank=True)
    slug = models.CharField("endereço", max_length=220)
    title = models.CharField(_("nome"), max_length=200)
    picture = models.CharField("foto", max_length=200, blank=True)
    quantity = models.PositiveIntegerField(_("quantidade"))
    list_price = MoneyField(_("preço de tabela"))
    unit_price = MoneyField(_("preço unitário"))
    discount = MoneyField(_("parte dos descontos"), default=0)  # of the whole line: coupon and Pix
    total = MoneyField(_("total da linha"))
    refunded_quantity = models.PositiveIntegerField("devolvidas", default=0)
    restocked_quantity = models.PositiveIntegerField("voltaram ao estoque", default=0)

    class Meta:
        verbose_name = "item do pedido"
        verbose_name_plural = "itens do pedido"
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="order_line_position"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="order_line_quantity"),
            models.CheckConstraint(
                condition=Q(total=F("unit_price") * F("quantity") - F("discount")), name="order_line_adds_up"
            ),
            models.CheckConstraint(
                condition=Q(refunded_quantity__lte=F("quantity"), restocked_quantity__lte=F("quantity")),
                name="order_line_returns_within",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.title}"

    @property
    def left_quantity(self) -> int:
        """Units that were not given back."""
        return self.quantity - self.refunded_quantity


class OrderEventQuerySet(models.QuerySet["OrderEvent"]):
    def untold(self) -> "OrderEventQuerySet":
        """What the customer may see and no e-mail has told yet, oldest first."""
        return self.filter(is_public=True, told_at__isnull=True).order_by("id")


class OrderEvent(models.Model):
    """What happened to an order, when and by whom. Append-only, and the outbox of the customer's e-mails.

    Written in the transaction of the change itself: a mail is neither lost nor sent for what was rolled back.
    """

    order = models.ForeignKey(Order, models.CASCADE, related_name="events")
    kind = models.CharField(_("acontecimento"), max_length=30)
    from_status = models.CharField(max_length=20, blank=True)
    to_status = models.CharField(max_length=20, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="quem"
    )
    message = models.CharField(_("mensagem"), max_length=500, blank=True)
    data = models.JSONField(default=dict, blank=True)
    is_public = models.BooleanField("o cliente vê", default=True)
    at = models.DateTimeField(_("quando"), default=timezone.now)
    told_at = models.DateTimeField("avisado em", null=True, blank=True)

    objects: ClassVar = OrderEventQuerySet.as_manager()

    class Meta:
        verbose_name = "acontecimento"
        verbose_name_plural = "acontecimentos"
        indexes = [
            models.Index(fields=["order", "id"], name="order_event_in_order"),
            models.Index(fields=["id"], condition=Q(is_public=True, told_at__isnull=True), name="order_event_untold"),
        ]

    def __str__(self) -> str:
        return self.kind


class IdempotencyKey(models.Model):
    """The answer to a request that must have its effect once. Written in the transaction of the effect.

    `owner` is `user:<pk>` or `cart:<pk>`, never the token, so a refreshed token replays the same answer.
    """

    owner = models.CharField(max_length=60)
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    order = models.ForeignKey(Order, models.CASCADE, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = "chave de idempotência"
        verbose_name_plural = "chaves de idempotência"
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="idempotency_key_once")]

    def __str__(self) -> str:
        return f"{self.owner} {self.key}"


class LegalText(models.Model):
    """A version of the terms or the privacy policy, kept as it was when orders agreed to it."""

    kind = models.CharField("texto", max_length=10, choices=[("terms", "termos"), ("privacy", "privacidade")])
    version = models.CharField("versão", max_length=40)
    body = models.TextField("texto")
    published_at = models.DateTimeField("desde", default=timezone.now)

    class Meta:
        verbose_name = "texto legal"
        verbose_name_plural = "textos legais"
        constraints = [models.UniqueConstraint(fields=["kind", "version"], name="legal_text_version")]

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"
