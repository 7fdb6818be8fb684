"""Where a product stands: the category tree and its brand."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone


class CategoryQuerySet(models.QuerySet["Category"]):
    def active(self) -> "CategoryQuerySet":
        return self.filter(is_active=True)


class Category(models.Model):
    """A shelf of the shop. `path` is the chain of ids from the root, `/3/17/`, kept by `taxonomy.replant`."""

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="dentro de"
    )
    name = models.CharField("nome", max_length=80)
    slug = models.SlugField("endereço", max_length=90, unique=True)
    path = models.CharField(max_length=200, blank=True, editable=False, db_index=True)
    position = models.PositiveSmallIntegerField("ordem", default=0)
    is_active = models.BooleanField("visível", default=True)
    description = models.TextField("texto de abertura", blank=True, max_length=1000)
    name_en = models.CharField("nome em inglês", max_length=80, blank=True, default="", db_default="")
    description_en = models.TextField(
        "texto de abertura em inglês", blank=True, max_length=1000, default="", db_default=""
    )
    promoted = models.JSONField(
        "filtros em destaque",
        default=list,
        blank=True,
        help_text='Lista de {"label": "Luz quente", "query": "cor=2700"}.',
    )
    source = models.CharField("origem", max_length=40, blank=True, editable=False)
    external_slug = models.CharField("endereço na origem", max_length=90, blank=True, editable=False)

    objects: ClassVar = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = "categoria"
        verbose_name_plural = "categorias"
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_slug"],
                condition=~models.Q(source=""),
                name="category_unique_per_source",
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                name="category_not_its_own_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("catalog:category", args=[self.slug])


class CategorySlugHistory(models.Model):
    """An address a category once had: answered with 301 to the present one."""

    category = models.ForeignKey(Category, models.CASCADE, related_name="old_slugs")
    slug = models.SlugField(max_length=90, unique=True)
    retired_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "endereço antigo de categoria"
        verbose_name_plural = "endereços antigos de categorias"

    def __str__(self) -> str:
        return self.slug


class Brand(models.Model):
    name = models.CharField("nome", max_length=80, unique=True)
    slug = models.SlugField("endereço", max_length=90, unique=True)

    class Meta:
        verbose_name = "marca"
        verbose_name_plural = "marcas"

    def __str__(self) -> str:
        return self.name
