"""What is measured and told about a product, and how it may be filtered."""

from typing import Any

LAMPS = [
    "pendentes", "lustres", "plafons", "abajures", "luminarias-de-mesa", "luminarias-de-piso", "arandelas",
    "trilhos-e-spots", "lampadas", "fitas-e-perfis", "area-externa",
]
FIXTURES = [slug for slug in LAMPS if slug != "lampadas"]
ELECTRIC = [*LAMPS, "controle-e-acessorios"]
SHELL = [slug for slug in FIXTURES]
HOME = ["vasos", "espelhos", "almofadas-e-mantas", "decoracao"]


def _choices(*pairs: tuple[str, ...]) -> list[dict[str, str]]:
    return [dict(zip(("slug", "label", "swatch"), pair, strict=False)) for pair in pairs]


def _spec(key: str, url_key: str, label: str, kind: str, group: str, **given: Any) -> dict[str, Any]:
    return {
        "key": key, "url_key": url_key, "label": label, "unit": "", "kind": kind, "group": group, "position": 0,
        "filterable": True, "on_card": False, "multiple": False, "facet": "values" if kind == "choice" else "none",
        "ranges": [], "choices": [], "categories": [], "help": "",
    } | given


BASES = _choices(
    ("e27", "E27"), ("e14", "E14"), ("gu10", "GU10"), ("g9", "G9"), ("g13", "G13 (tubo T8)"), ("ar111", "AR111 / GU10"),
    ("led-integrado", "LED integrado"),
)
VOLTAGES = _choices(("127v", "127 V"), ("220v", "220 V"), ("bivolt", "Bivolt (100–240 V)"), ("12v", "12 V"))
SEALS = _choices(
    ("ip20", "IP20 · ambiente seco"), ("ip44", "IP44 · respingos"), ("ip65", "IP65 · chuva e jatos"), ("ip67", "IP67 · imersão breve"),
)
MATERIALS = _choices(
    ("metal", "Metal"), ("aluminio", "Alumínio"), ("vidro", "Vidro"), ("fibra-natural", "Fibra natural"), ("ceramica", "Cerâmica"),
    ("madeira", "Madeira"), ("linho", "Linho"), ("algodao", "Algodão"), ("la", "Lã"), ("concreto", "Concreto"),
    ("acrilico", "Acrílico"), ("gesso", "Gesso"), ("policarbonato", "Policarbonato"), ("silicone", "Silicone"),
)
FINISHES = _choices(
    ("terracota", "Terracota", "#C4603F"), ("verde-mata", "Verde-mata", "#2F6350"), ("preto", "Preto", "#2B2F32"),
    ("latao", "Latão", "#CC9A45"), ("branco", "Branco", "#F1EDE5"), ("areia", "Areia", "#DCC6A0"), ("azul", "Azul", "#3D6D96"),
    ("cromo", "Cromo", "#B3BDC3"), ("natural", "Natural", "#BC8850"), ("linho", "Linho cru", "#E9DABB"), ("corten", "Corten", "#96532F"),
    ("concreto", "Concreto", "#ABA79F"), ("grafite", "Grafite", "#4A5257"), ("ambar", "Âmbar", "#C9822E"), ("fume", "Fumê", "#5A5550"),
    ("opalino", "Opalino", "#F6F2EA"), ("transparente", "Transparente", "#DDE6E8"), ("ocre", "Ocre", "#D29B3A"),
)
ROOMS = _choices(
    ("sala-de-estar", "Sala de estar"), ("sala-de-jantar", "Sala de jantar"), ("quarto", "Quarto"), ("quarto-infantil", "Quarto infantil"),
    ("cozinha", "Cozinha"), ("banheiro", "Banheiro"), ("escritorio", "Escritório"), ("corredor", "Corredor e escada"),
    ("lavanderia", "Lavanderia"), ("varanda", "Varanda"), ("jardim", "Jardim"), ("garagem", "Garagem"), ("fachada", "Fachada"),
)
STYLES = _choices(
    ("contemporaneo", "Contemporâneo"), ("classico", "Clássico"), ("industrial", "Industrial"), ("minimalista", "Minimalista"),
    ("organico", "Orgânico"), ("retro", "Retrô"), ("tecnico", "Técnico"),
)

LIGHT, POWER, SHAPE, PLACE, LAW = "Luz", "Elétrica", "Medidas", "Uso e acabamento", "Registro"

_TABLE = [
    _spec("color_temperature", "cor", "Temperatura de cor", "number", LIGHT, unit="K", facet="values", on_card=True, categories=LAMPS),
    _spec("lumens", "lumens", "Fluxo luminoso", "number", LIGHT, unit="lm", facet="ranges", ranges=[[0, 400], [400, 800], [800, 1600], [1600, None]], categories=LAMPS, help="Da peça toda, com as lâmpadas que acompanham, declarado pelo fabricante."),
    _spec("watts", "potencia", "Potência", "number", POWER, unit="W", facet="ranges", ranges=[[0, 5], [5, 10], [10, 20], [20, None]], categories=ELECTRIC, help="Consumo da peça toda, com as lâmpadas que acompanham."),
    _spec("efficacy", "eficiencia", "Eficiência", "number", LIGHT, unit="lm/W", categories=LAMPS, facet="ranges", ranges=[[0, 85], [85, 100], [100, None]]),
    _spec("cri", "irc", "Índice de reprodução de cor (IRC)", "number", LIGHT, facet="values", categories=LAMPS),
    _spec("beam", "facho", "Abertura do facho", "number", LIGHT, unit="°", facet="ranges", ranges=[[0, 30], [30, 60], [60, None]], categories=LAMPS),
    _spec("dimmable", "dimerizavel", "Dimerizável", "boolean", POWER, facet="values", categories=LAMPS),
    _spec("base", "soquete", "Soquete", "choice", POWER, choices=BASES, on_card=True, categories=LAMPS),
    _spec("bulbs", "lampadas", "Número de soquetes", "number", POWER, facet="values", categories=FIXTURES),
    _spec("max_watts", "potencia-maxima", "Potência máxima por soquete", "number", POWER, unit="W", filterable=False, categories=FIXTURES),
    _spec("voltage", "tensao", "Tensão", "choice", POWER, choices=VOLTAGES, categories=ELECTRIC),
    _spec("load", "carga", "Carga máxima", "number", POWER, unit="W", filterable=False, categories=["controle-e-acessorios"]),
    _spec("life", "vida", "Vida útil", "number", POWER, unit="h", filterable=False, categories=LAMPS),
    _spec("ip", "ip", "Grau de proteção", "choice", PLACE, choices=SEALS, categories=ELECTRIC),
    _spec("material", "material", "Material", "choice", PLACE, choices=MATERIALS, multiple=True),
    _spec("finish", "acabamento", "Acabamento", "choice", PLACE, choices=FINISHES),
    _spec("room", "ambiente", "Ambiente", "choice", PLACE, choices=ROOMS, multiple=True),
    _spec("style", "estilo", "Estilo", "choice", PLACE, choices=STYLES),
    _spec("width", "largura", "Largura", "number", SHAPE, unit="cm", facet="ranges", ranges=[[0, 20], [20, 40], [40, 80], [80, None]]),
    _spec("height", "altura", "Altura", "number", SHAPE, unit="cm", facet="ranges", ranges=[[0, 20], [20, 50], [50, 120], [120, None]]),
    _spec("depth", "profundidade", "Profundidade", "number", SHAPE, unit="cm", filterable=False),
    _spec("cable", "cabo", "Cabo regulável até", "number", SHAPE, unit="cm", filterable=False, categories=["pendentes", "lustres"]),
    _spec("length", "comprimento", "Comprimento", "number", SHAPE, unit="cm", filterable=False, categories=["fitas-e-perfis", "area-externa"]),
    _spec("inmetro", "inmetro", "Registro Inmetro", "text", LAW, filterable=False, categories=["lampadas"], help="Declarado pelo fabricante. Nesta vitrine de demonstração o número é fictício."),
]

SPECS = [entry | {"position": position} for position, entry in enumerate(_TABLE, 1)]
