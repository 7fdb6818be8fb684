"""The English of the words a shop opens with. What staff wrote otherwise is theirs to translate: it is left alone."""

from importlib import import_module
from pathlib import Path

from django.db import migrations

TEXTS = Path(__file__).resolve().parent / "texts"
# slug: title, description for search engines. What binds in law, `privacidade` and `termos`, has no English body.
PAGES = {
    "sobre": (
        "About the shop",
        "Who we are and how we choose every light: off, on, and with its figures in plain view.",
    ),
    "contato": ("Contact", "Talk to us by form, email or telephone."),
    "perguntas-frequentes": (
        "Frequently asked questions",
        "Colour of light, sockets, voltage, dimmers, delivery, payment, returns and warranty.",
    ),
    "entrega": (
        "Delivery",
        "How long it takes, what it costs, what to check when it arrives, and what to do if it is late.",
    ),
    "trocas": (
        "Exchanges and returns",
        "Seven days to change your mind, warranty, faulty or broken products: what to do.",
    ),
    "privacidade": (
        "Privacy",
        "Which data we use, what for, for how long, and your rights under Brazilian law (LGPD).",
    ),
    "termos": ("Terms of use and sale", "The conditions of buying from the shop and using it, in plain language."),
    "guia-da-luz": (
        "Guide to light",
        "How many lumens, what colour, what CRI and where it goes: choosing the light for every room.",
    ),
    "guia-de-soquetes": (
        "Guide to sockets and bulbs",
        "E27, E14, GU10, G9: which bulb fits which light, voltage and dimmers.",
    ),
    "guia-do-pendente": (
        "Guide to pendants",
        "Height, size and number of pendants above a table, a worktop, a living room or a bed.",
    ),
}
# place, Portuguese title: title, text, label of the link
BANNERS = {
    ("top", "{desconto_pix} de desconto"): ("{desconto_pix} off", "when you pay with Pix", ""),
    ("top", "{parcelas}x sem juros"): ("{parcelas} instalments", "by card, without interest", ""),
    ("top", "7 dias para trocar de ideia"): ("7 days to change your mind", "returns at our expense", ""),
    ("hero", "Veja a luz antes de levar para casa"): (
        "See the light before you take it home",
        "Every piece in two photos: off, by day, and on, by night, in the colour of light it really has.",
        "Go to the shop",
    ),
}
# kind: title, text
SECTIONS = {
    "rooms": ("By room", ""),
    "offers": ("Offers", ""),
    "kelvin": ("Find your light", "From a candle flame to the sky at noon: choose a colour and see what has it."),
    "best_sellers": ("Best sellers", ""),
    "new": ("Just arrived", ""),
    "guides": ("Guides", "To choose without mistakes."),
    "promises": ("Why here", ""),
}
FIRST = import_module("catalog.migrations.0007_default_content")


def text(path):
    return path.read_text(encoding="utf-8") if path.exists() else ""


def say(row, first, english):
    """`{column: as first written}`, `{column: English}`: only what still says the same is given its English."""
    for name, written in first.items():
        if written and getattr(row, name) == written and not getattr(row, f"{name}_en"):
            setattr(row, f"{name}_en", english[name])
    row.save(update_fields=[f"{name}_en" for name in first])


def fill(apps, schema_editor):
    page, banner, section = (apps.get_model("catalog", name) for name in ("Page", "Banner", "HomeSection"))
    for slug, title, description, _ in FIRST.PAGES:
        english = dict(zip(("title", "description"), PAGES[slug], strict=True))
        english["body"] = text(TEXTS / "en" / f"{slug}.md")
        first = {"title": title, "description": description, "body": text(TEXTS / f"{slug}.md")}
        for row in page.objects.filter(slug=slug):
            say(row, first, english)
    for place, title, words, label, _ in FIRST.BANNERS:
        english = dict(zip(("title", "text", "link_label"), BANNERS[place, title], strict=True))
        for row in banner.objects.filter(place=place, title=title):
            say(row, {"title": title, "text": words, "link_label": label}, english)
    for kind, title, words in FIRST.SECTIONS:
        english = dict(zip(("title", "text"), SECTIONS[kind], strict=True))
        for row in section.objects.filter(kind=kind):
            say(row, {"title": title, "text": words}, english)


class Migration(migrations.Migration):
    dependencies = [("catalog", "0018_english_texts")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
