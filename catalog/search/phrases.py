"""What people type of a lamp beyond its name, as filters: `3 lâmpadas quente até 300 bivolt para cozinha`.

Pure: a text goes in, phrases with their place in it come out; whether this shop has such a filter is asked elsewhere.
One table of ways to say things, read from above; a later one never takes what an earlier one took.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Values = tuple[tuple[str, str], ...]  # (facet by its name in the API, value as addresses write it)
Reading = Callable[[re.Match[str]], Values]

MORE_THAN_A_WORD = r"(?<![a-z0-9])"
ENDS = r"(?![a-z0-9])"
COUNTS = {
    "um": 1, "uma": 1, "dois": 2, "duas": 2, "tres": 3, "quatro": 4, "cinco": 5, "seis": 6, "sete": 7, "oito": 8,
    "nove": 9, "dez": 10, "doze": 12,
}  # fmt: skip
AT_MOST = r"(?:por\s+)?(?:ate|abaixo\s+de|menos\s+de|menor\s+que|no\s+maximo|maximo(?:\s+de)?)"
AT_LEAST = r"(?:acima\s+de|mais\s+de|maior\s+que|a\s+partir\s+de|pelo\s+menos|no\s+minimo|minimo(?:\s+de)?)"
OR_MORE = r"(?:\s+(?:ou\s+mais|no\s+minimo|para\s+cima))"
REAIS = r"(?:\s*(?:reais|real|conto|contos))"
MONEY = r"(\d{1,3}(?:\.\d{3})+|\d{1,6})(?:,(\d{1,2}))?(\s+mil)?"
NUMBER = r"(\d{1,3}(?:\.\d{3})+|\d{1,6})"
NO_MEASURE = rf"(?!\s*(?:k|kelvins?|w|watts?|v|volts?|lm|lumens?|cm|mm|m|metros?|graus?|h|horas?|kg|lampadas?){ENDS})"
LIGHT = r"(?:com\s+)?(?:luz|branco|tom)\s+"
WARM, NEUTRAL, COLD = "2200-3000", "3500-4500", "5000-6500"  # kelvin
WATERPROOF = (("ip", "ip65"), ("ip", "ip67"))


@dataclass(frozen=True)
class Phrase:
    start: int
    end: int
    values: Values


@dataclass(frozen=True)
class Way:
    """One way to say something. `follows`: only behind another word, since it may be the thing itself."""

    pattern: re.Pattern[str]
    reading: Reading
    follows: bool = False


def flat(text: str) -> str:
    """Lower case without accents, letter for letter, so that places in it are places in the text."""
    return "".join(_plain(letter) for letter in text)


def _plain(letter: str) -> str:
    base = unicodedata.normalize("NFKD", letter)[:1].lower()
    return base if len(base) == 1 and base.isascii() else " "


def read(text: str) -> list[Phrase]:
    """The phrases of a text, in order, none over another."""
    left, found = flat(text), list[Phrase]()
    for way in WAYS:
        for match in way.pattern.finditer(left):
            if way.follows and not text[: match.start()].strip():
                continue
            if values := way.reading(match):
                found.append(Phrase(match.start(), match.end(), values))
                left = left[: match.start()] + "\0" * (match.end() - match.start()) + left[match.end() :]
    return sorted(found, key=lambda phrase: phrase.start)


# --- Readings ------------------------------------------------------------------------------------
def saying(*values: tuple[str, str]) -> Reading:
    return lambda match: values


def whole(text: str) -> int:
    return int(text.replace(".", ""))


def _amount(whole_part: str, cents: str | None, thousand: str | None) -> str:
    amount = whole(whole_part) * (1000 if thousand else 1)
    return f"{amount}.{cents:0<2}".removesuffix(".00") if cents else str(amount)


def price(low: int | None, high: int | None) -> Reading:
    """`low` and `high` are the groups an amount begins at."""

    def read_price(match: re.Match[str]) -> Values:
        bounds = ["" if at is None else _amount(match[at], match[at + 1], match[at + 2]) for at in (low, high)]
        if low and high and float(bounds[0]) > float(bounds[1]):
            return ()
        return (("price", "-".join(bounds)),)

    return read_price


def measure(facet: str, *, low: bool = False, high: bool = False) -> Reading:
    def read_measure(match: re.Match[str]) -> Values:
        number = str(whole(match[1]))
        return ((facet, f"{number}-" if low else f"-{number}" if high else number),)

    return read_measure


def between(facet: str) -> Reading:
    def read_span(match: re.Match[str]) -> Values:
        low, high = whole(match[1]), whole(match[2])
        return ((facet, f"{low}-{high}"),) if low <= high else ()

    return read_span


def sockets(match: re.Match[str]) -> Values:
    count = COUNTS.get(match[1]) or int(match[1])
    return (("bulbs", str(count)),) if 0 < count <= 40 else ()


def of_home(match: re.Match[str]) -> Values:
    """What works in a home of that voltage."""
    own = "127v" if match[1].startswith("1") else "220v"
    return (("voltage", own), ("voltage", "bivolt"))


def base(match: re.Match[str]) -> Values:
    return (("base", f"{match[1]}{match[2]}"),)


def seal(match: re.Match[str]) -> Values:
    return (("ip", f"ip{match[1]}"),)


# --- The table -----------------------------------------------------------------------------------
def way(pattern: str, reading: Reading, *, follows: bool = False) -> Way:
    return Way(re.compile(f"{MORE_THAN_A_WORD}(?:{pattern}){ENDS}"), reading, follows)


def _measured(facet: str, unit: str) -> Iterator[Way]:
    yield way(rf"(?:entre|de)\s+{NUMBER}(?:\s*{unit})?\s+(?:e|a|ate)\s+{NUMBER}\s*{unit}", between(facet))
    yield way(rf"{AT_MOST}\s+{NUMBER}\s*{unit}", measure(facet, high=True))
    yield way(rf"{AT_LEAST}\s+{NUMBER}\s*{unit}", measure(facet, low=True))
    yield way(rf"{NUMBER}\s*{unit}{OR_MORE}", measure(facet, low=True))


def _sized(facet: str, names: str) -> Iterator[Way]:
    for limit, low in ((AT_MOST, False), (AT_LEAST, True)):
        yield way(rf"{limit}\s+{NUMBER}\s*cm\s+(?:de\s+|no\s+|na\s+)?{names}", measure(facet, low=low, high=not low))
        yield way(rf"{names}\s+(?:de\s+)?{limit}\s+{NUMBER}\s*cm", measure(facet, low=low, high=not low))


def _coloured(names: str, kelvins: str) -> Iterator[Way]:
    yield way(f"{LIGHT}{names}", saying(("color_temperature", kelvins)))
    yield way(names, saying(("color_temperature", kelvins)), follows=True)


def _room(names: str, *slugs: str) -> Way:
    before = r"(?:(?:para|pra|p)\s+)?(?:(?:a|o|as|os|minha|meu|de|do|da|no|na)\s+)?"
    return way(rf"{before}(?:{names})", saying(*(("room", slug) for slug in slugs)), follows=True)


WAYS: tuple[Way, ...] = (
    # light and power, before money: `até 800 lúmens` is no price
    *_measured("lumens", r"(?:lm|lumens?)"),
    *_measured("watts", r"(?:w|watts?)"),
    *_measured("color_temperature", r"(?:k|kelvins?)"),
    *_sized("width", r"(?:largura|diametro|comprimento)"),
    *_sized("height", r"(?:altura)"),
    way(rf"irc\s*(?:>|>=|{AT_LEAST}\s)?\s*(\d\d)(?:\s*\+|{OR_MORE})?", measure("cri", low=True)),
    way(rf"{NUMBER}\s*(?:k|kelvins?)", measure("color_temperature")),
    way(rf"{NUMBER}\s*(?:lm|lumens?)", measure("lumens")),
    way(r"(\d{1,4})\s*(?:w|watts?)", measure("watts"), follows=True),
    # money
    way(rf"(?:entre|de)\s+(?:r\$\s*)?{MONEY}{REAIS}?\s+(?:e|a|ate)\s+(?:r\$\s*)?{MONEY}{NO_MEASURE}{REAIS}?",
        price(1, 4)),
    way(rf"r\$\s*{MONEY}\s+a\s+(?:r\$\s*)?{MONEY}{NO_MEASURE}", price(1, 4)),
    way(rf"{AT_MOST}\s+(?:de\s+)?(?:r\$\s*)?{MONEY}{NO_MEASURE}{REAIS}?", price(None, 1)),
    way(rf"{AT_LEAST}\s+(?:de\s+)?(?:r\$\s*)?{MONEY}{NO_MEASURE}{REAIS}?", price(1, None)),
    way(rf"{AT_MOST}\s+mil{REAIS}?", saying(("price", "-1000"))),
    # what goes into it, and what it is plugged into
    way(rf"(?:(?:de|com|para|p)\s+)?(\d\d?|{'|'.join(COUNTS)})\s+(?:lampadas?|bocais|bocal|soquetes?|bulbos?)", sockets,
        follows=True),
    way(r"(?:(?:base|bocal|soquete|rosca)\s+)?(e|gu|g|ar)[\s-]?(27|14|10|9|13|111)", base),
    way(r"(?:com\s+)?led\s+integrado", saying(("base", "led-integrado"))),
    way(r"bi\s?-?volts?", saying(("voltage", "bivolt"))),
    way(r"(?:em\s+|para\s+)?(127|110|115|220|230)\s*(?:v|volts?)", of_home),
    # dimmers
    way(r"(?:nao\s+(?:dimerizave(?:l|is)|regulave(?:l|is))|sem\s+dimmer)", saying(("dimmable", "nao"))),
    way(r"(?:dimm?erizave(?:l|is)|dimm?erizad[ao]s?|dimave(?:l|is)|regulave(?:l|is))", saying(("dimmable", "sim"))),
    way(r"(?:com|para|p)\s+dimmer", saying(("dimmable", "sim")), follows=True),
    # colour of the light
    *_coloured(r"quentes?", WARM),
    *_coloured(r"neutr[ao]s?", NEUTRAL),
    *_coloured(r"fri[ao]s?", COLD),
    way(r"(?:com\s+)?luz\s+amarel(?:ad)?a", saying(("color_temperature", WARM))),
    way(r"(?:com\s+)?luz\s+(?:branca|do\s+dia)", saying(("color_temperature", COLD))),
    # water
    way(r"ip[\s-]?(\d\d)", seal),
    way(r"(?:a\s+)?prova\s+d[e']?\s?\s?agua|(?:para|na)\s+(?:a\s+)?chuva", saying(*WATERPROOF), follows=True),
    # where it will hang
    _room(r"sala\s+de\s+jantar", "sala-de-jantar"),
    _room(r"sala\s+de\s+estar|sala\s+de\s+tv", "sala-de-estar"),
    _room(r"sala", "sala-de-estar", "sala-de-jantar"),
    _room(r"quarto\s+infantil|quarto\s+(?:de\s+|do\s+)?(?:bebe|crianca|menin[ao])|infantil", "quarto-infantil"),
    _room(r"quarto", "quarto"),
    _room(r"cozinha", "cozinha"),
    _room(r"banheiro|lavabo", "banheiro"),
    _room(r"escritorio|home\s+office", "escritorio"),
    _room(r"corredor|escada|hall", "corredor"),
    _room(r"lavanderia|area\s+de\s+servico", "lavanderia"),
    _room(r"varanda|sacada", "varanda"),
    _room(r"jardim|quintal", "jardim"),
    _room(r"garagem", "garagem"),
    _room(r"fachada", "fachada"),
    # style, and whether it is there
    way(r"estilo\s+moderno|modern[ao]s?|contemporane[ao]s?", saying(("style", "contemporaneo")), follows=True),
    way(r"(?:estilo\s+)?industria(?:l|is)", saying(("style", "industrial")), follows=True),
    way(r"(?:estilo\s+)?minimalistas?", saying(("style", "minimalista")), follows=True),
    way(r"(?:estilo\s+)?classic[ao]s?", saying(("style", "classico")), follows=True),
    way(r"(?:estilo\s+)?retro", saying(("style", "retro")), follows=True),
    way(r"(?:estilo\s+)?organic[ao]s?", saying(("style", "organico")), follows=True),
    way(r"pronta\s+entrega|em\s+estoque|disponive(?:l|is)", saying(("in_stock", "1")), follows=True),
)  # fmt: skip
