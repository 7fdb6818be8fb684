"""The words a shop opens with: institutional pages, guides, banners, rows of the home page. All the owner's to edit.

A page that already exists is left as it is.
"""

from pathlib import Path

from django.db import migrations

TEXTS = Path(__file__).resolve().parent / "texts"
# slug, title, description for search engines, in the footer
PAGES = (
    (
        "sobre",
        "Sobre a loja",
        "Quem somos e como escolhemos cada luminária: apagada, acesa e com os dados de luz à vista.",
        True,
    ),
    ("contato", "Contato", "Fale com a gente por formulário, e-mail ou telefone.", True),
    (
        "perguntas-frequentes",
        "Perguntas frequentes",
        "Cor da luz, soquete, tensão, dimmer, entrega, pagamento, trocas e garantia.",
        True,
    ),
    ("entrega", "Entrega", "Prazos, valor do frete, o que conferir ao receber e o que fazer em caso de atraso.", True),
    (
        "trocas",
        "Trocas e devoluções",
        "Sete dias para se arrepender, garantia, produto com defeito ou quebrado: como fazer.",
        True,
    ),
    (
        "privacidade",
        "Privacidade",
        "Quais dados usamos, para quê, por quanto tempo e quais são os seus direitos pela LGPD.",
        True,
    ),
    ("termos", "Termos de uso e venda", "As condições de compra e de uso da loja, em linguagem clara.", True),
    (
        "guia-da-luz",
        "Guia da luz",
        "Quantos lúmens, de que cor, com que IRC e para onde: como escolher a luz de cada ambiente.",
        False,
    ),
    (
        "guia-de-soquetes",
        "Guia de soquetes e lâmpadas",
        "E27, E14, GU10, G9: qual lâmpada entra em qual luminária, tensão e dimmer.",
        False,
    ),
    (
        "guia-do-pendente",
        "Guia do pendente",
        "Altura, tamanho e quantidade de pendentes sobre mesa, bancada, sala e quarto.",
        False,
    ),
)
# place, title, text, label and address of the link
BANNERS = (
    ("top", "{desconto_pix} de desconto", "pagando com Pix", "", ""),
    ("top", "{parcelas}x sem juros", "no cartão", "", ""),
    ("top", "7 dias para trocar de ideia", "devolução por nossa conta", "", ""),
    (
        "hero",
        "Veja a luz antes de levar para casa",
        "Cada peça em duas fotos: apagada, de dia, e acesa, de noite, na cor de luz que ela realmente tem.",
        "Ver a loja",
        "/catalogo/",
    ),
)
SECTIONS = (
    ("rooms", "Por ambiente", ""),
    ("offers", "Ofertas", ""),
    ("kelvin", "Descubra sua luz", "Da chama da vela ao céu do meio-dia: escolha a cor e veja as peças que a têm."),
    ("best_sellers", "Mais vendidos", ""),
    ("new", "Acabou de chegar", ""),
    ("guides", "Guias", "Para escolher sem errar."),
    ("promises", "Por que aqui", ""),
)


def write(apps, schema_editor):
    page, banner, section = (apps.get_model("catalog", name) for name in ("Page", "Banner", "HomeSection"))
    for position, (slug, title, description, in_footer) in enumerate(PAGES, start=1):
        body = (TEXTS / f"{slug}.md").read_text(encoding="utf-8")
        values = {
            "title": title, "description": description, "body": body, "in_footer": in_footer, "position": position * 10,
        }  # fmt: skip
        page.objects.get_or_create(slug=slug, defaults=values)
    if not banner.objects.exists():
        banner.objects.bulk_create(
            banner(place=place, title=title, text=text, link_label=label, link=link, position=position * 10)
            for position, (place, title, text, label, link) in enumerate(BANNERS, start=1)
        )
    if not section.objects.exists():
        section.objects.bulk_create(
            section(kind=kind, title=title, text=text, position=position * 10)
            for position, (kind, title, text) in enumerate(SECTIONS, start=1)
        )


class Migration(migrations.Migration):
    dependencies = [("catalog", "0006_synonyms")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
