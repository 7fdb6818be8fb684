"""What the search engine reads, and what people asked it."""

from django.db import models
from django.utils import timezone

from catalog.models.product import Product


class SearchDocument(models.Model):
    """A product's words, already normalised (`catalog/words.py`), one column per weight.

    The database keeps its own full text index over these columns (`catalog/search/engine.py`).
    """

    product = models.OneToOneField(Product, models.CASCADE, primary_key=True, related_name="search_document")
    sku = models.CharField(max_length=64, blank=True, db_index=True)  # letters and digits only
    head = models.TextField(blank=True)  # the noun the title begins with: what it is
    title = models.TextField()
    brand = models.TextField(blank=True)
    specs = models.TextField(blank=True)
    description = models.TextField(blank=True)
    codes = models.TextField(blank=True)  # numbers with units, sockets: 2700k e27 9w

    class Meta:
        verbose_name = "texto de busca"
        verbose_name_plural = "textos de busca"

    def __str__(self) -> str:
        return self.title


class Synonym(models.Model):
    """Words that mean the same to a customer: `lustre, pendente`."""

    words = models.CharField("palavras", max_length=300, unique=True, help_text="Separadas por vírgula.")
    is_active = models.BooleanField("em uso", default=True)

    class Meta:
        verbose_name = "sinônimo"
        verbose_name_plural = "sinônimos"

    def __str__(self) -> str:
        return self.words


class SearchMiss(models.Model):
    """A search that found nothing, counted: what the shop lacks, in the customers' words."""

    query = models.CharField("busca", max_length=200, unique=True)
    count = models.PositiveIntegerField("vezes", default=0)
    first_at = models.DateTimeField("primeira vez", default=timezone.now)
    last_at = models.DateTimeField("última vez", default=timezone.now)

    class Meta:
        verbose_name = "busca sem resultado"
        verbose_name_plural = "buscas sem resultado"
        indexes = [models.Index(fields=["count", "last_at"], name="search_miss_by_count")]

    def __str__(self) -> str:
        return self.query
