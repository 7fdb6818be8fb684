"""Changes of many products at once: prices, and sheets that come from outside. Each is kept with what it did."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from catalog.models.product import Product


class PriceBatch(models.Model):
    """New prices for many products: shown first, then applied as a whole, and undone as a whole."""

    class Kind(models.TextChoices):
        RAISE_PERCENT = "raise_percent", "aumentar o preço de tabela em %"
        LOWER_PERCENT = "lower_percent", "baixar o preço de tabela em %"
        RAISE_AMOUNT = "raise_amount", "aumentar o preço de tabela em R$"
        LOWER_AMOUNT = "lower_amount", "baixar o preço de tabela em R$"
        SET_PRICE = "set_price", "pôr este preço de tabela em R$"
        DISCOUNT = "discount", "pôr um desconto fixo (de/por) em %"
        END_SALE = "end_sale", "encerrar a oferta"

    class Rounding(models.TextChoices):
        CENTAVO = "centavo", "ao centavo"
        NINETY = "ninety", "terminar em ,90"
        WHOLE = "whole", "a reais inteiros"

    class State(models.TextChoices):
        DRAFT = "draft", "prévia"
        SCHEDULED = "scheduled", "agendada"
        WAITING = "waiting", "em andamento"
        APPLIED = "applied", "aplicada"
        REVERTING = "reverting", "sendo desfeita"
        UNDONE = "undone", "desfeita"
        REFUSED = "refused", "recusada"
        CANCELLED = "cancelled", "cancelada"

    kind = models.CharField("mudança", max_length=16, choices=Kind)
    value = models.DecimalField("valor", max_digits=12, decimal_places=2, null=True, blank=True)
    rounding = models.CharField("arredondar", max_length=8, choices=Rounding, default=Rounding.CENTAVO)
    starts_at = models.DateTimeField("começa", null=True, blank=True)
    ends_at = models.DateTimeField("termina", null=True, blank=True)
    reason = models.CharField("motivo", max_length=200, blank=True)
    state = models.CharField("situação", max_length=10, choices=State, default=State.DRAFT)
    total = models.PositiveIntegerField("produtos", default=0)
    left_alone = models.PositiveIntegerField("deixados como estavam", default=0)
    message = models.CharField("mensagem", max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="quem")
    created_at = models.DateTimeField("criada em", default=timezone.now)
    applied_at = models.DateTimeField("aplicada em", null=True, blank=True)
    undone_at = models.DateTimeField("desfeita em", null=True, blank=True)

    class Meta:
        verbose_name = "mudança de preços"
        verbose_name_plural = "mudanças de preços"
        default_permissions = ("view", "add", "change")
        indexes = [models.Index(fields=["state", "starts_at"], name="price_batch_due")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.total})"


class PriceBatchRow(models.Model):
    """One product of a batch. `before` and `after` hold the columns that move, as JSON."""

    class State(models.TextChoices):
        PLANNED = "planned", "prevista"
        APPLIED = "applied", "aplicada"
        UNDONE = "undone", "desfeita"
        LEFT = "left", "deixada como estava"

    batch = models.ForeignKey(PriceBatch, models.CASCADE, related_name="rows")
    product = models.ForeignKey(Product, models.CASCADE, related_name="+", verbose_name="produto")
    before = models.JSONField("antes", encoder=DjangoJSONEncoder)
    after = models.JSONField("depois", encoder=DjangoJSONEncoder)
    state = models.CharField("situação", max_length=8, choices=State, default=State.PLANNED)

    class Meta:
        verbose_name = "preço mudado"
        verbose_name_plural = "preços mudados"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["batch", "product"], name="price_batch_product_once")]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.product_id}"


class SheetImport(models.Model):
    """A CSV or XLSX file somebody sent: checked first, then applied as a whole or not at all."""

    class State(models.TextChoices):
        CHECKING = "checking", "sendo conferida"
        FAULTY = "faulty", "com falhas"
        CHECKED = "checked", "conferida"
        WAITING = "waiting", "em andamento"
        APPLIED = "applied", "aplicada"
        REFUSED = "refused", "recusada"

    filename = models.CharField("arquivo", max_length=200)
    content = models.BinaryField("conteúdo", null=True, blank=True, editable=False)  # until it is applied
    state = models.CharField("situação", max_length=10, choices=State, default=State.CHECKING)
    counts = models.JSONField("contagem", default=dict, blank=True)
    faults = models.JSONField("falhas", default=list, blank=True)  # [{row, column, value, message}]
    changes = models.JSONField("mudanças", default=list, blank=True)  # the first ones, for reading
    message = models.CharField("mensagem", max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="quem")
    created_at = models.DateTimeField("enviada em", default=timezone.now)
    applied_at = models.DateTimeField("aplicada em", null=True, blank=True)

    class Meta:
        verbose_name = "importação de produtos"
        verbose_name_plural = "importações de produtos"
        default_permissions = ("view", "add")

    def __str__(self) -> str:
        return self.filename


class StockLevel(Product):
    """The same products, as the people of the stock room see them."""

    class Meta:
        proxy = True
        verbose_name = "saldo em estoque"
        verbose_name_plural = "saldos em estoque"
        default_permissions = ("view", "change")
