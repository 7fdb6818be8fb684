"""Pictures: a master as it came in (cleaned), and the sizes made from it by a background task."""

from django.db import models

from catalog.models.product import Product

RENDITION_WIDTHS = (240, 480, 960, 1600)  # pixels; a width above the master's is never made


class Image(models.Model):
    """One picture of one product.

    `file` is the master's path below MEDIA_ROOT (`p/ab/<sha256>.webp`), empty while only `source_url` is linked.
    `renditions` maps a format to the widths that exist: {"avif": [240, 480], "webp": [240, 480], "jpg": [1200]};
    the file of one is `<master without ending>-<width>.<format>`. The JPEG is what links show (`previews.py`).
    """

    class Role(models.TextChoices):
        DAY = "day", "apagada (dia)"
        NIGHT = "night", "acesa (noite)"
        DETAIL = "detail", "detalhe"
        MEASURES = "measures", "medidas"
        OTHER = "other", "outra"

    class State(models.TextChoices):
        LINKED = "linked", "só o endereço"
        PENDING = "pending", "à espera dos tamanhos"
        READY = "ready", "pronta"
        FAILED = "failed", "recusada"

    product = models.ForeignKey(Product, models.CASCADE, related_name="images")
    role = models.CharField("papel", max_length=8, choices=Role, default=Role.OTHER)
    position = models.PositiveSmallIntegerField("ordem", default=0)
    alt = models.CharField("texto alternativo", max_length=200, blank=True)
    alt_en = models.CharField("texto alternativo em inglês", max_length=200, blank=True, default="", db_default="")
    file = models.CharField("arquivo", max_length=120, blank=True, editable=False)
    source_url = models.CharField("endereço na origem", max_length=1000, blank=True, editable=False)
    width = models.PositiveIntegerField("largura", default=0, editable=False)
    height = models.PositiveIntegerField("altura", default=0, editable=False)
    renditions = models.JSONField("tamanhos", default=dict, blank=True, editable=False)
    state = models.CharField("situação", max_length=8, choices=State, default=State.PENDING, editable=False)
    attempts = models.PositiveSmallIntegerField("tentativas", default=0, editable=False)
    error = models.CharField("erro", max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = "imagem"
        verbose_name_plural = "imagens"
        indexes = [models.Index(fields=["product", "position"], name="image_by_product")]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.position}"
