"""Words and pictures the owner edits: institutional pages, banners, home page sections."""

from django.db import models
from django.urls import reverse
from django.utils import timezone


class Page(models.Model):
    """An institutional page in Markdown; its address is `/<slug>/`."""

    slug = models.SlugField("endereço", max_length=60, unique=True)
    title = models.CharField("título", max_length=120)
    description = models.CharField("descrição para buscadores", max_length=160, blank=True)
    body = models.TextField("texto (Markdown)", max_length=60_000)
    title_en = models.CharField("título em inglês", max_length=120, blank=True, default="", db_default="")
    description_en = models.CharField(
        "descrição para buscadores em inglês", max_length=160, blank=True, default="", db_default=""
    )
    body_en = models.TextField("texto em inglês (Markdown)", blank=True, max_length=60_000, default="", db_default="")
    is_published = models.BooleanField("publicada", default=True)
    in_footer = models.BooleanField("no rodapé", default=True)
    position = models.PositiveSmallIntegerField("ordem", default=0)
    updated_at = models.DateTimeField("mudou em", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "página"
        verbose_name_plural = "páginas"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("catalog:page", args=[self.slug])


class Banner(models.Model):
    """A short message in the band above the header, or the hero of the home page."""

    class Place(models.TextChoices):
        TOP = "top", "faixa do topo"
        HERO = "hero", "abertura da página inicial"

    place = models.CharField("lugar", max_length=8, choices=Place)
    title = models.CharField("título", max_length=120)
    text = models.CharField("texto", max_length=300, blank=True)
    link_label = models.CharField("texto do botão", max_length=40, blank=True)
    title_en = models.CharField("título em inglês", max_length=120, blank=True, default="", db_default="")
    text_en = models.CharField("texto em inglês", max_length=300, blank=True, default="", db_default="")
    link_label_en = models.CharField("texto do botão em inglês", max_length=40, blank=True, default="", db_default="")
    link = models.CharField("endereço do botão", max_length=300, blank=True, help_text="Começa com /.")
    product = models.ForeignKey(
        "catalog.Product",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="produto da foto",
    )
    starts_at = models.DateTimeField("de", null=True, blank=True)
    ends_at = models.DateTimeField("até (sem incluir)", null=True, blank=True)
    position = models.PositiveSmallIntegerField("ordem", default=0)
    is_active = models.BooleanField("ativo", default=True)

    class Meta:
        verbose_name = "banner"
        verbose_name_plural = "banners"

    def __str__(self) -> str:
        return self.title


class HomeSection(models.Model):
    """One row of the home page."""

    class Kind(models.TextChoices):
        ROOMS = "rooms", "ambientes"
        BEST_SELLERS = "best_sellers", "mais vendidos"
        OFFERS = "offers", "ofertas"
        NEW = "new", "novidades"
        KELVIN = "kelvin", "descubra sua luz"
        CATEGORY = "category", "categoria"
        GUIDES = "guides", "guias"
        PROMISES = "promises", "vantagens"

    kind = models.CharField("tipo", max_length=14, choices=Kind)
    title = models.CharField("título", max_length=80)
    text = models.CharField("texto", max_length=300, blank=True)
    title_en = models.CharField("título em inglês", max_length=80, blank=True, default="", db_default="")
    text_en = models.CharField("texto em inglês", max_length=300, blank=True, default="", db_default="")
    category = models.ForeignKey(
        "catalog.Category", models.CASCADE, null=True, blank=True, related_name="+", verbose_name="categoria"
    )
    position = models.PositiveSmallIntegerField("ordem", default=0)
    is_active = models.BooleanField("ativa", default=True)

    class Meta:
        verbose_name = "seção da página inicial"
        verbose_name_plural = "seções da página inicial"

    def __str__(self) -> str:
        return self.title
