"""Technical facts with a type, so that they can be filtered, compared and reckoned with."""

from django.db import models
from django.db.models import Q

from catalog.models.product import Product
from catalog.models.taxonomy import Category


class SpecDefinition(models.Model):
    """One row of the technical sheet: lumens, base, voltage. Applies to `categories` and what hangs below them."""

    class Kind(models.TextChoices):
        NUMBER = "number", "número"
        CHOICE = "choice", "escolha"
        BOOLEAN = "boolean", "sim ou não"
        TEXT = "text", "texto"

    class Facet(models.TextChoices):
        NONE = "none", "sem filtro"
        VALUES = "values", "valores"
        RANGES = "ranges", "faixas"

    key = models.SlugField("chave (API)", max_length=40, unique=True)
    url_key = models.SlugField("chave (endereço)", max_length=40, unique=True)
    label = models.CharField("nome", max_length=60)
    label_en = models.CharField("nome em inglês", max_length=60, blank=True, default="", db_default="")
    unit = models.CharField("unidade", max_length=12, blank=True)
    kind = models.CharField("tipo", max_length=8, choices=Kind)
    group = models.CharField("grupo", max_length=40, default="Geral")
    group_en = models.CharField("grupo em inglês", max_length=40, blank=True, default="", db_default="")
    position = models.PositiveSmallIntegerField("ordem", default=0)
    facet = models.CharField("filtro", max_length=8, choices=Facet, default=Facet.NONE)
    ranges = models.JSONField("faixas do filtro", default=list, blank=True)  # [[0, 400], [400, 800], [800, null]]
    is_multiple = models.BooleanField("aceita vários valores", default=False)
    on_card = models.BooleanField("mostrar no cartão", default=False)
    categories = models.ManyToManyField(Category, blank=True, related_name="specs", verbose_name="categorias")

    class Meta:
        verbose_name = "especificação"
        verbose_name_plural = "especificações"

    def __str__(self) -> str:
        return self.label


class SpecChoice(models.Model):
    definition = models.ForeignKey(SpecDefinition, models.CASCADE, related_name="choices", verbose_name="especificação")
    slug = models.SlugField("chave", max_length=40)
    label = models.CharField("nome", max_length=60)
    label_en = models.CharField("nome em inglês", max_length=60, blank=True, default="", db_default="")
    swatch = models.SlugField("amostra", max_length=20, blank=True)  # name of a colour token, e.g. `terracota`
    position = models.PositiveSmallIntegerField("ordem", default=0)

    class Meta:
        verbose_name = "opção"
        verbose_name_plural = "opções"
        constraints = [models.UniqueConstraint(fields=["definition", "slug"], name="spec_choice_unique")]

    def __str__(self) -> str:
        return self.label


class ProductSpec(models.Model):
    """One value. A choice that applies several times (rooms) is several rows."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="specs")
    definition = models.ForeignKey(SpecDefinition, models.PROTECT, related_name="values", verbose_name="especificação")
    number = models.DecimalField("número", max_digits=12, decimal_places=3, null=True, blank=True)
    choice = models.ForeignKey(
        SpecChoice, models.PROTECT, null=True, blank=True, related_name="values", verbose_name="opção"
    )
    flag = models.BooleanField("sim ou não", null=True, blank=True)
    text = models.CharField("texto", max_length=120, blank=True)

    class Meta:
        verbose_name = "valor da ficha"
        verbose_name_plural = "ficha técnica"
        constraints = [
            models.UniqueConstraint(
                fields=["product", "definition"], condition=Q(choice__isnull=True), name="product_spec_single"
            ),
            models.UniqueConstraint(
                fields=["product", "definition", "choice"],
                condition=Q(choice__isnull=False),
                name="product_spec_choice_once",
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=False, choice__isnull=True, flag__isnull=True, text="")
                | Q(number__isnull=True, choice__isnull=False, flag__isnull=True, text="")
                | Q(number__isnull=True, choice__isnull=True, flag__isnull=False, text="")
                | (Q(number__isnull=True, choice__isnull=True, flag__isnull=True) & ~Q(text="")),
                name="product_spec_exactly_one_value",
            ),
        ]
        indexes = [
            models.Index(fields=["definition", "number", "product"], name="spec_by_number"),
            models.Index(fields=["definition", "choice", "product"], name="spec_by_choice"),
            models.Index(fields=["definition", "flag", "product"], name="spec_by_flag"),
        ]

    def __str__(self) -> str:
        return f"{self.definition_id}: {self.number or self.choice_id or self.flag or self.text}"
