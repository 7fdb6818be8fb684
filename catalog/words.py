"""One way of reading Portuguese, for what we sell and for what people type.

`stems("Luminárias de Mesa 2.700 K, E-27")` is `["luminaria", "mesa", "2700k", "e27"]`: accents folded, plurals
undone, units joined to their number, little words dropped. A stem is only ever compared with other stems; it need
not be a word, it must be the same for all forms of one.
"""

import re
import unicodedata
from functools import lru_cache

MAX_TEXT = 20_000
MAX_STEM = 40
SHORT = 60  # letters of a label

LITTLE_WORDS = frozenset(
    """a o as os um uma uns umas de do da dos das em no na nos nas para pra pro por pelo pela com e ou ao aos
    que se p c d""".split()
)
UNITS = {
    "k": "k", "kelvin": "k", "kelvins": "k", "w": "w", "watt": "w", "watts": "w", "v": "v", "volt": "v", "volts": "v",
    "lm": "lm", "lumen": "lm", "lumens": "lm", "cm": "cm", "centimetro": "cm", "centimetros": "cm", "mm": "mm",
    "m": "m", "mt": "m", "mts": "m", "metro": "m", "metros": "m", "h": "h", "hora": "h", "horas": "h",
    "graus": "graus", "grau": "graus", "kg": "kg", "irc": "irc",
}  # fmt: skip
SAME_CODE = {"110v": "127v", "115v": "127v", "230v": "220v", "240v": "220v", "100v": "127v"}

THOUSANDS = re.compile(r"(?<![\d.,])(\d{1,3})\.(\d{3})(?![\d.,])")
DECIMAL = re.compile(r"(?<=\d)[.,](?=\d)")
WITH_UNIT = re.compile(rf"(\d[\d.,]*)\s*({'|'.join(sorted(UNITS, key=len, reverse=True))})(?![a-z0-9])")
SOCKET = re.compile(r"(?<![a-z0-9])(?:(e)[\s-]+(?=(?:10|14|27|40)(?!\d))|(gu|g|mr|ar|par|ip|st|t)[\s-]+(?=\d))")
HYPHENED_CODE = re.compile(r"(?<![a-z0-9])([a-z]{1,6})-(?=\d)")
TIMES = re.compile(r"(?<=\d)\s*x\s*(?=\d)")
DIGIT = re.compile(r"\d")
WORD = re.compile(r"[a-z0-9]+")
SIGNS = str.maketrans({"º": "", "ª": "", "°": " graus", "²": "2", "³": "3", "×": "x", "–": "-", "—": "-", "‑": "-"})

KEPT = frozenset(
    """mais menos demais jamais depois dois seis tres lapis gratis tenis iris oasis gas simples pires onibus
    jeans seis reis leis pois cais""".split()
)
ENDS_IN_IL = frozenset("faceis dificeis uteis inuteis fosseis frageis doceis ageis esteis texteis repteis".split())
# Adjectives said of lamps and furniture: the feminine is read as the masculine.
MASCULINE = frozenset(
    """preta branca dourada prateada amarela vermelha rosada roxa bronzeada acobreada cromada escovada niquelada
    fosca redonda quadrada pequena moderna classica rustica embutida externa interna decorativa articulada
    ajustavel colorida suspensa cinzenta clara escura crua fina larga baixa alta comprida estreita curta nova antiga
    magnetica eletronica eletrica solar automatica tecnica minima aberta fechada
    trancada tramada texturizada lisa fria neutra morna branquinha pretinha metalica acetinada polida
    geometrica organica italiana americana brasileira escandinava japonesa boemia romantica""".split()
)


def fold(text: str) -> str:
    """Lower case, without accents, signs in plain letters; whatever is not ASCII after that is dropped."""
    if text.isascii():
        return text[:MAX_TEXT].lower()
    plain = unicodedata.normalize("NFKD", text[:MAX_TEXT].casefold().translate(SIGNS))
    return plain.encode("ascii", "ignore").decode()


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The one form of a folded word."""
    if len(word) < 4 or not word.isalpha():
        return SAME_CODE.get(word, word)[:MAX_STEM]
    root = _singular(word) if word not in KEPT else word
    if root in MASCULINE:
        root = root[:-1] + "o"
    return root[:MAX_STEM]


PLURALS = (  # (ending, its singular, shortest word it applies to)
    ("coes", "cao", 5), ("oes", "ao", 5), ("aos", "ao", 4), ("aes", "ao", 4), ("ais", "al", 5), ("eis", "el", 5),
    ("ois", "ol", 5), ("uis", "ul", 5), ("ns", "m", 4), ("res", "r", 5), ("zes", "z", 5), ("ses", "s", 5),
    ("n", "m", 4), ("re", "r", 4), ("ze", "z", 4), ("se", "s", 4),
)  # fmt: skip


def _singular(word: str) -> str:
    if word in ENDS_IN_IL:
        return word[:-3] + "il"
    for ending, singular, shortest in PLURALS:
        if word.endswith(ending) and len(word) >= shortest:
            return word[: -len(ending)] + singular
    if word.endswith("is") and word[-3] not in "aeiou":
        return word[:-2] + "il"  # perfis, funis
    if word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def _read_number(match: re.Match[str]) -> str:
    return f" {match[1]}{UNITS[match[2]]} "


def pieces(text: str) -> list[str]:
    """Folded words in order, numbers joined to their units, nothing dropped."""
    folded = fold(text)
    if DIGIT.search(folded) is None:  # everything below is about numbers
        return WORD.findall(folded)
    if "." in folded:
        folded = THOUSANDS.sub(r"\1\2", folded)
    folded = SOCKET.sub(lambda match: match[1] or match[2], folded)
    if "-" in folded:
        folded = HYPHENED_CODE.sub(r"\1", folded)
    folded = WITH_UNIT.sub(_read_number, folded)
    if "x" in folded:
        folded = TIMES.sub(" ", folded)
    if "." in folded or "," in folded:
        folded = DECIMAL.sub("d", folded)  # 4,8w -> 4d8w: one word for both engines
    return WORD.findall(folded)


def stems(text: str) -> list[str]:
    """What the engine stores and what it is asked."""
    words = pieces(text)
    kept = [stem(word) for word in words if word not in LITTLE_WORDS]
    return kept or [stem(word) for word in words]


def line(*texts: str) -> str:
    """Stems of several texts as one stored line."""
    return " ".join(piece for text in texts for piece in (stems(text) if len(text) > SHORT else _stems_of(text)))


@lru_cache(maxsize=20_000)
def _stems_of(label: str) -> tuple[str, ...]:
    """Names of shelves, brands, tags and choices: the same few on every product."""
    return tuple(stems(label))


def code(text: str) -> str:
    """`ic 0412`, `IC-0412` -> `ic0412`: how SKUs are compared."""
    return "".join(WORD.findall(fold(text[:200])))[:64]


def has_digit(word: str) -> bool:
    return any("0" <= letter <= "9" for letter in word)
