"""Light bulbs."""

from tools.demo_catalogue.item import Item, Light

ITEMS = [
    Item(
        id=601, slug="lampada-bulbo-led-9w-2700k", title="Lâmpada Bulbo LED 9 W 2700 K E27", category="lampadas", brand="Voltara", price="24.90", stock=180,
        summary="A de todo dia: 806 lm, luz de fim de tarde, regulável.",
        description="Substitui a antiga incandescente de 60 W com 9 W de consumo e a mesma cor de luz. O IRC 90 deixa madeira, pele e comida com a cor certa. Pode ser ligada a dimmer de corte de fase e vai de 5 a 100 % sem piscar.",
        size=(6, 11, 6), weight=0.06, kind="bulb", finish="branco", accent="e27", material=("policarbonato", "aluminio"),
        rooms=("sala-de-estar", "quarto", "sala-de-jantar"), style="tecnico",
        light=Light(9, 806, 2700, "e27", cri=90, beam=220, dimmable=True, inmetro="000101/2026"), related=(602, 901, 101), ip="ip20", wall="gesso",
        tags=("bulbo", "a60", "regulável"), warranty="24 meses de garantia",
    ),
    Item(
        id=606, slug="lampada-filamento-st64-4w-2200k", title="Lâmpada Filamento ST64 4 W 2200 K E27", category="lampadas", brand="Voltara", price="39.90",
        off="10", stock=96, summary="Pera de vidro âmbar com filamento em laço, para ficar à vista.",
        description="Quatro filamentos de LED dobrados em laço dentro de um vidro âmbar: a luz é de vela, o consumo é de 4 W. Foi feita para pendentes sem cúpula e vidros transparentes, onde a lâmpada é o enfeite. Com dimmer desce até um brilho de brasa.",
        size=(6.4, 14, 6.4), weight=0.07, kind="bulb", finish="ambar", paint="latao", accent="e27", variant="st64", material=("vidro",),
        rooms=("sala-de-jantar", "varanda"), style="retro", light=Light(4, 360, 2200, "e27", beam=320, dimmable=True, life=15000, inmetro="000106/2026"),
        related=(607, 901, 116), ip="ip20", wall="rosa", tags=("filamento", "vintage", "âmbar"), warranty="12 meses de garantia",
    ),
]
