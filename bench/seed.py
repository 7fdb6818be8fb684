"""Fill a database with many varied lamps, fast: for measuring, never for a shop that is open.

    DEBUG=1 DATABASE_URL=sqlite:////tmp/shop.sqlite3 python -m bench.seed 100000

Titles, prices and technical data are made from the number of the product, so every run makes the same catalogue.
"""

import os
import random
import sys
import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal

CHUNK = 2_000
NOUNS = {  # category: nouns of its products
    "Pendentes": ("Pendente",),
    "Lustres": ("Lustre",),
    "Plafons": ("Plafon", "Luminária de teto"),
    "Abajures": ("Abajur",),
    "Luminárias de mesa": ("Luminária de mesa",),
    "Luminárias de piso": ("Luminária de piso",),
    "Arandelas": ("Arandela",),
    "Trilhos e spots": ("Spot", "Kit Trilho"),
    "Lâmpadas": ("Lâmpada Bulbo LED", "Lâmpada Filamento", "Lâmpada Dicroica", "Lâmpada Tubular"),
    "Fitas e perfis": ("Fita LED", "Perfil LED"),
    "Área externa": ("Balizador", "Refletor LED", "Espeto de jardim"),
    "Controle e acessórios": ("Dimmer", "Sensor de presença"),
}
FORMS = ("Cúpula", "Globo", "Cilindro", "Cone", "Sino", "Tambor", "Disco", "Anel", "Prisma", "Gota", "Barra", "Leque")
NAMES = (
    "Aurora", "Ipê", "Jatobá", "Lagoa", "Serra", "Brisa", "Orla", "Cais", "Pampa", "Cerrado", "Guará", "Tatu", "Maré",
    "Duna", "Farol", "Vereda", "Mirante", "Sabiá", "Caju", "Umbu", "Buriti", "Arraial", "Pilar", "Varanda", "Clarão",
)  # fmt: skip
MATERIALS = ("metal", "alumínio", "vidro", "madeira", "linho", "cerâmica", "rattan", "concreto", "acrílico", "cobre")
COLOURS = ("preto", "branco", "latão", "cobre", "terracota", "verde-mata", "areia", "azul", "grafite", "cromado")
ROOMS = ("Sala de estar", "Sala de jantar", "Quarto", "Cozinha", "Banheiro", "Escritório", "Varanda", "Corredor")
BASES = ("E27", "E14", "GU10", "G9", "LED integrado")
KELVINS = (2200, 2700, 3000, 4000, 5000, 6500)
SENTENCES = (
    "A luz desce macia sobre a mesa e não ofusca quem está sentado.",
    "O corpo é repuxado em uma única chapa e pintado em pó.",
    "Acompanha canopla, bucha e parafuso para teto de laje ou de gesso.",
    "Fácil de limpar com pano seco; a lâmpada troca-se sem ferramenta.",
    "Combina com bancadas, cabeceiras e cantos de leitura.",
    "O difusor leitoso espalha a luz por igual e esconde os pontos de LED.",
)
SPECS = (  # key, url_key, label, unit, kind, facet, ranges
    ("color_temperature", "cor", "Temperatura de cor", "K", "number", "values", []),
    ("lumens", "lumens", "Fluxo luminoso", "lm", "number", "ranges", [[0, 400], [400, 800], [800, 1600], [1600, None]]),
    ("watts", "potencia", "Potência", "W", "number", "ranges", [[0, 5], [5, 10], [10, 20], [20, None]]),
    ("cri", "irc", "IRC", "", "number", "values", []),
    ("width", "largura", "Largura", "cm", "number", "ranges", [[0, 20], [20, 40], [40, 80], [80, None]]),
    ("height", "altura", "Altura", "cm", "number", "ranges", [[0, 20], [20, 50], [50, 120], [120, None]]),
    ("dimmable", "dimerizavel", "Dimerizável", "", "boolean", "values", []),
    ("base", "soquete", "Soquete", "", "choice", "values", []),
    ("voltage", "tensao", "Tensão", "", "choice", "values", []),
    ("material", "material", "Material", "", "choice", "values", []),
    ("finish", "acabamento", "Acabamento", "", "choice", "values", []),
    ("room", "ambiente", "Ambiente", "", "choice", "values", []),
)
CHOICES = {
    "base": BASES,
    "voltage": ("Bivolt", "127 V", "220 V", "12 V"),
    "material": MATERIALS,
    "finish": COLOURS,
    "room": ROOMS,
}


def main() -> None:
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iluminacasa.settings")
    import django

    django.setup()
    started = time.perf_counter()
    seed(wanted)
    print(f"{wanted} products in {time.perf_counter() - started:.1f} s")


def seed(wanted: int) -> None:
    """Products that are not there yet, up to `wanted`, published."""
    from catalog import publication, stock
    from catalog.models import Product, StockMove

    shelves, makers, specs = foundations()
    begin = Product.objects.filter(source="bench").count()
    for first in range(begin, wanted, CHUNK):
        numbers = range(first, min(first + CHUNK, wanted))
        made = Product.objects.bulk_create([product(number, shelves, makers) for number in numbers])
        describe(made, list(numbers), specs)
        counts = [(each.pk, each.stock, each.stock) for each in made if each.stock]
        stock.record_many(changes=counts, note=stock.Note(StockMove.Cause.INITIAL, "bench", made[0].created_at, None))
        publication.refresh(product_ids=[each.pk for each in made], at=datetime.now(UTC))


def foundations():
    """Categories, brands and spec definitions with their choices."""
    from django.utils.text import slugify

    from catalog import publication, taxonomy
    from catalog.models import Brand, Category, SpecChoice, SpecDefinition

    root = Category.objects.get_or_create(slug="iluminacao", defaults={"name": "Iluminação"})[0]
    shelves = {}
    for position, name in enumerate(NOUNS):
        terms = {"name": name, "parent": root, "position": position}
        shelves[name] = Category.objects.get_or_create(slug=slugify(name), defaults=terms)[0]
    taxonomy.replant()
    makers = [Brand.objects.get_or_create(slug=slugify(f"{a} Luz"), defaults={"name": f"{a} Luz"})[0] for a in NAMES]
    specs = {}
    for position, (key, url_key, label, unit, kind, facet, ranges) in enumerate(SPECS):
        terms = {"url_key": url_key, "label": label, "unit": unit, "kind": kind, "facet": facet, "ranges": ranges,
                 "position": position}  # fmt: skip
        definition = SpecDefinition.objects.get_or_create(key=key, defaults=terms)[0]
        choices = [
            SpecChoice.objects.get_or_create(definition=definition, slug=slugify(name), defaults={"label": name})[0]
            for name in CHOICES.get(key, ())
        ]
        specs[key] = (definition, choices)
    publication.touch()
    return shelves, makers, specs


def product(number: int, shelves, makers):
    from django.utils.text import slugify

    from catalog.models import Product

    dice = random.Random(number)
    shelf = dice.choice(list(NOUNS))
    title = (
        f"{dice.choice(NOUNS[shelf])} {dice.choice(FORMS)} {dice.choice(NAMES)} {dice.choice(COLOURS)}"
        f" {dice.randrange(10, 120)} cm"
    )
    price = Decimal(round(dice.lognormvariate(5.3, 0.8) * 100)) / 100 + Decimal("9.90")
    return Product(
        source="bench", external_id=str(number), sku=f"BN-{number:06d}", slug=f"{slugify(title)}-{number}", title=title,
        summary=f"{title.split()[0]} para {dice.choice(ROOMS).lower()}.",
        description=" ".join(dice.sample(SENTENCES, 4)), category=shelves[shelf], brand=dice.choice(makers),
        tags=[dice.choice(MATERIALS)], price=price, sale_price=price,
        discount_percentage=dice.choice((0, 0, 0, 10, 20, 33)), stock=dice.choice((0, 3, 20, 50, 80)),
        rating=Decimal(dice.randrange(300, 501)) / 100 if dice.random() < 0.5 else 0,
        review_count=dice.randrange(60), units_sold=int(dice.paretovariate(1.2)) if dice.random() < 0.3 else 0,
        created_at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=number),
    )  # fmt: skip


def describe(made, numbers, specs) -> None:
    from catalog.models import ProductSpec

    rows = []
    for each, number in zip(made, numbers, strict=True):
        dice = random.Random(-number - 1)
        watts = dice.choice((3, 4, 6, 9, 12, 15, 24, 36, 60))
        numeric = {
            "color_temperature": dice.choice(KELVINS), "watts": watts, "lumens": watts * dice.randrange(80, 111),
            "cri": dice.choice((80, 90)), "width": dice.randrange(5, 160), "height": dice.randrange(5, 190),
        }  # fmt: skip
        rows += [ProductSpec(product=each, definition=specs[key][0], number=value) for key, value in numeric.items()]
        rows.append(ProductSpec(product=each, definition=specs["dimmable"][0], flag=dice.random() < 0.4))
        for key, (definition, choices) in specs.items():
            if choices:
                picks = dice.sample(choices, 2 if key == "room" else 1)
                rows += [ProductSpec(product=each, definition=definition, choice=pick) for pick in picks]
    ProductSpec.objects.bulk_create(rows, batch_size=5_000)


if __name__ == "__main__":
    main()
