"""What we sell."""

import uuid
from functools import cache
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import get_script_prefix, reverse
from django.utils import timezone

from catalog.models.taxonomy import Brand, Category
from iluminacasa import languages
from iluminacasa.money import MoneyField


def own_external_id() -> str:
    """Identity of a product made in the shop itself (source `""`)."""
    return uuid.uuid4().hex


class ProductQuerySet(models.QuerySet["Product"]):
    def visible(self) -> "ProductQuerySet":
        return self.filter(is_visible=True)

    def below_minimum(self) -> "ProductQuerySet":
        """With no more units than the number at which staff wants to know."""
        return self.filter(stock__lte=F("low_stock_threshold"))

    def from_source(self, source: str) -> "ProductQuerySet":
        return self.filter(source=source)


class Product(models.Model):
    """One article. Columns marked *derived* are written by `publication.refresh` alone."""

    source = models.CharField("origem", max_length=40, blank=True, editable=False)
    external_id = models.CharField("código na origem", max_length=64, default=own_external_id, editable=False)
    sku = models.CharField("SKU", max_length=64, blank=True)
    slug = models.SlugField("endereço", max_length=220, unique=True)
    title = models.CharField("nome", max_length=200)
    summary = models.CharField("resumo", max_length=300, blank=True)
    description = models.TextField("descrição", blank=True, max_length=20_000)
    category = models.ForeignKey(Category, models.PROTECT, related_name="products", verbose_name="categoria")
    brand = models.ForeignKey(
        Brand, models.SET_NULL, null=True, blank=True, related_name="products", verbose_name="marca"
    )
    family = models.CharField(
        "família",
        max_length=80,
        blank=True,
        db_index=True,
        help_text="Variações da mesma peça têm a mesma família.",
    )
    tags = models.JSONField("etiquetas", default=list, blank=True)

    price = MoneyField("preço de tabela")
    discount_percentage = models.DecimalField("desconto (%)", max_digits=5, decimal_places=2, default=0)
    sale_starts_at = models.DateTimeField("oferta começa", null=True, blank=True)
    sale_ends_at = models.DateTimeField("oferta termina", null=True, blank=True)
    sale_price = MoneyField("preço de venda", default=0, editable=False)  # derived
    current_discount = models.DecimalField(
        max_digits=5, decimal_places=2, default=0, editable=False
    )  # derived: the discount in force now, 0 outside the sale's window
    was_charged = models.BooleanField(
        default=False, db_default=False, editable=False
    )  # derived: the list price was really asked before the offer in force, so that it may be shown struck

    stock = models.IntegerField("estoque", default=0, editable=False)
    low_stock_threshold = models.PositiveIntegerField("avisar abaixo de", default=5)
    minimum_order_quantity = models.PositiveIntegerField("pedido mínimo", default=1)

    weight = models.DecimalField("peso (kg)", max_digits=9, decimal_places=3, null=True, blank=True)
    width = models.DecimalField("largura (cm)", max_digits=9, decimal_places=2, null=True, blank=True)
    height = models.DecimalField("altura (cm)", max_digits=9, decimal_places=2, null=True, blank=True)
    depth = models.DecimalField("profundidade (cm)", max_digits=9, decimal_places=2, null=True, blank=True)
    warranty = models.CharField("garantia", max_length=200, blank=True)
    shipping_note = models.CharField("envio", max_length=200, blank=True)
    return_policy = models.CharField("troca", max_length=200, blank=True)

    seo_title = models.CharField("título para buscadores", max_length=70, blank=True)
    seo_description = models.CharField("descrição para buscadores", max_length=160, blank=True)

    title_en = models.CharField("nome em inglês", max_length=200, blank=True, default="", db_default="")
    summary_en = models.CharField("resumo em inglês", max_length=300, blank=True, default="", db_default="")
    description_en = models.TextField("descrição em inglês", blank=True, max_length=20_000, default="", db_default="")
    warranty_en = models.CharField("garantia em inglês", max_length=200, blank=True, default="", db_default="")
    shipping_note_en = models.CharField("envio em inglês", max_length=200, blank=True, default="", db_default="")
    return_policy_en = models.CharField("troca em inglês", max_length=200, blank=True, default="", db_default="")
    seo_title_en = models.CharField(
        "título para buscadores em inglês", max_length=70, blank=True, default="", db_default=""
    )
    seo_description_en = models.CharField(
        "descrição para buscadores em inglês", max_length=160, blank=True, default="", db_default=""
    )

    boost = models.PositiveSmallIntegerField("destaque", default=0, help_text="Maior aparece antes.")

    is_published = models.BooleanField("publicado", default=True)
    vanished_at = models.DateTimeField("sumiu da origem em", null=True, blank=True, editable=False)
    is_visible = models.BooleanField("visível", default=False, editable=False)  # derived

    units_sold = models.PositiveIntegerField("unidades vendidas", default=0, editable=False)
    rating = models.DecimalField("nota", max_digits=3, decimal_places=2, default=0, editable=False)
    review_count = models.PositiveIntegerField("avaliações", default=0, editable=False)

    source_base = models.JSONField("últimos valores da origem", default=dict, blank=True, editable=False)
    source_hash = models.CharField(max_length=64, blank=True, editable=False)
    source_row = models.CharField(max_length=32, blank=True, editable=False)  # mark of the faultless row it came from
    locked_fields = models.JSONField("valores presos da loja", default=list, blank=True, editable=False)
    created_at = models.DateTimeField("criado em", default=timezone.now, editable=False)
    updated_at = models.DateTimeField("mudou em", default=timezone.now, editable=False)

    objects: ClassVar = ProductQuerySet.as_manager()

    class Meta:
        verbose_name = "produto"
        verbose_name_plural = "produtos"
        constraints = [
            models.UniqueConstraint(fields=["source", "external_id"], name="product_unique_per_source"),
            models.UniqueConstraint(fields=["sku"], condition=~Q(sku=""), name="product_sku_unique"),
            models.CheckConstraint(condition=Q(stock__gte=0), name="product_stock_not_negative"),
            models.CheckConstraint(condition=Q(price__gte=0), name="product_price_not_negative"),
            models.CheckConstraint(
                condition=Q(sale_price__gte=0, sale_price__lte=F("price")), name="product_sale_within_price"
            ),
            models.CheckConstraint(
                condition=Q(discount_percentage__gte=0, discount_percentage__lt=100),
                name="product_discount_range",
            ),
            models.CheckConstraint(condition=Q(minimum_order_quantity__gte=1), name="product_minimum_order"),
            models.CheckConstraint(
                condition=Q(sale_starts_at__isnull=True)
                | Q(sale_ends_at__isnull=True)
                | Q(sale_starts_at__lt=F("sale_ends_at")),
                name="product_sale_window",
            ),
        ]
        indexes = [
            models.Index(fields=["-boost", "-units_sold", "id"], condition=Q(is_visible=True), name="shown_relevance"),
            models.Index(fields=["sale_price", "id"], condition=Q(is_visible=True), name="shown_price"),
            models.Index(fields=["-created_at", "-id"], condition=Q(is_visible=True), name="shown_created"),
            models.Index(fields=["-rating", "-review_count", "id"], condition=Q(is_visible=True), name="shown_rating"),
            models.Index(fields=["-current_discount", "id"], condition=Q(is_visible=True), name="shown_discount"),
            models.Index(fields=["-units_sold", "id"], condition=Q(is_visible=True), name="shown_sold"),
            models.Index(
                fields=["stock", "id", "low_stock_threshold", "is_published"],
                condition=Q(is_published=True, stock__lte=F("low_stock_threshold")),
                name="published_low_stock",
            ),
            models.Index(fields=["title", "id"], name="product_by_title"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        before, after = _address_frame(get_script_prefix())
        return f"{before}{self.slug}{after}"

    @property
    def spoken_title(self) -> str:
        return languages.spoken(self.title, self.title_en)

    @property
    def availability(self) -> str:
        """`in_stock`, `low_stock` or `out_of_stock`: what may be told to anyone about the count."""
        if self.stock <= 0:
            return "out_of_stock"
        return "low_stock" if self.stock <= self.low_stock_threshold else "in_stock"


@cache
def _address_frame(_prefix: str) -> tuple[str, str]:
    """The address of a product's page around its slug: a slug has no letter that an address would write otherwise.

    One for each prefix a language gives to addresses.
    """
    before, after = reverse("catalog:product", args=["slug"]).rsplit("slug", 1)
    return before, after


class SlugHistory(models.Model):
    """An address a product once had: answered with 301 to the present one."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="old_slugs")
    slug = models.SlugField(max_length=220, unique=True)
    retired_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "endereço antigo"
        verbose_name_plural = "endereços antigos"

    def __str__(self) -> str:
        return self.slug


class PriceChange(models.Model):
    """One row per moment the list or sale price moved, or the product was shown or hidden.

    The lowest of 30 days and the right to a struck price are read from here (`price_history.py`).
    """

    product = models.ForeignKey(Product, models.CASCADE, related_name="price_history")
    price = MoneyField("preço de tabela")
    sale_price = MoneyField("preço de venda")
    is_shown = models.BooleanField("à venda", default=True, db_default=True)
    started_at = models.DateTimeField("desde", default=timezone.now)

    class Meta:
        verbose_name = "mudança de preço"
        verbose_name_plural = "histórico de preços"
        indexes = [models.Index(fields=["product", "-started_at"], name="price_change_by_product")]

    def __str__(self) -> str:
        return f"{self.sale_price} desde {self.started_at:%d/%m/%Y %H:%M}"


class StockMove(models.Model):
    """Why the count changed, who did it and what was left. Never edited, never deleted."""

    class Cause(models.TextChoices):
        INITIAL = "initial", "saldo inicial"
        ADJUST = "adjust", "ajuste"
        COUNT = "count", "contagem"
        SALE = "sale", "venda"
        RETURN = "return", "devolução"
        SYNC = "sync", "sincronização"

    product = models.ForeignKey(Product, models.CASCADE, related_name="stock_moves")
    delta = models.IntegerField("variação")
    balance = models.IntegerField("saldo")
    cause = models.CharField("causa", max_length=12, choices=Cause)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="quem",
    )
    reference = models.CharField("referência", max_length=120, blank=True)
    at = models.DateTimeField("quando", default=timezone.now)

    class Meta:
        verbose_name = "movimento de estoque"
        verbose_name_plural = "movimentos de estoque"
        constraints = [models.CheckConstraint(condition=Q(balance__gte=0), name="stock_move_balance_not_negative")]
        indexes = [models.Index(fields=["product", "-id"], name="stock_move_by_product")]

    def __str__(self) -> str:
        return f"{self.delta:+d} ({self.get_cause_display()})"


class Related(models.Model):
    """`other` is shown on the page of `product`."""

    class Kind(models.TextChoices):
        GOES_WITH = "goes_with", "combina com"
        SIMILAR = "similar", "parecido"
        BOUGHT_TOGETHER = "bought_together", "comprado junto"

    product = models.ForeignKey(Product, models.CASCADE, related_name="related_links")
    other = models.ForeignKey(Product, models.CASCADE, related_name="+", verbose_name="produto")
    kind = models.CharField("tipo", max_length=16, choices=Kind, default=Kind.GOES_WITH)
    position = models.PositiveSmallIntegerField("ordem", default=0)

    class Meta:
        verbose_name = "produto relacionado"
        verbose_name_plural = "produtos relacionados"
        constraints = [
            models.UniqueConstraint(fields=["product", "other", "kind"], name="related_once"),
            models.CheckConstraint(condition=~Q(product=F("other")), name="related_not_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} → {self.other_id}"


class ProductCard(models.Model):
    """What lists show of a product, made when the product changes (`cards.py`), not when it is seen."""

    product = models.OneToOneField(Product, models.CASCADE, primary_key=True, related_name="card")
    data = models.TextField()  # JSON object of the API's list form
    view = models.TextField()  # JSON object of what the HTML card prints
    seq = models.BigIntegerField(db_index=True)  # position in the changes feed

    class Meta:
        verbose_name = "cartão"
        verbose_name_plural = "cartões"

    def __str__(self) -> str:
        return f"cartão {self.product_id}"


class Tombstone(models.Model):
    """A product that left the shop window: told once to every client of the changes feed."""

    product_id = models.BigIntegerField(primary_key=True)
    slug = models.SlugField(max_length=220)
    seq = models.BigIntegerField(db_index=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "produto retirado"
        verbose_name_plural = "produtos retirados"

    def __str__(self) -> str:
        return self.slug


class CatalogueState(models.Model):
    """One row (id 1) that counts. Locking it orders the changes feed by commit.

    `version` moves when something shown changes; `seq` numbers the changes; `card_form` names the settings
    the cards were made with.
    """

    version = models.BigIntegerField(default=1)
    seq = models.BigIntegerField(default=0)
    card_form = models.CharField(max_length=64, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "estado do catálogo"
        verbose_name_plural = "estado do catálogo"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="catalogue_state_single_row")]

    def __str__(self) -> str:
        return f"versão {self.version}"
