"""Brazilian facts every floor may need: shop time, documents, postal codes, telephone numbers.

Everything is kept as bare text (`52998224725`), shown with its mask, and judged offline.
"""

import re
from zoneinfo import ZoneInfo

SHOP_ZONE = ZoneInfo("America/Sao_Paulo")  # UTC-3, without daylight saving since Decreto 9.772/2019

UF_NAMES = {
    "AC": "Acre", "AL": "Alagoas", "AP": "Amapá", "AM": "Amazonas", "BA": "Bahia", "CE": "Ceará",
    "DF": "Distrito Federal", "ES": "Espírito Santo", "GO": "Goiás", "MA": "Maranhão", "MT": "Mato Grosso",
    "MS": "Mato Grosso do Sul", "MG": "Minas Gerais", "PA": "Pará", "PB": "Paraíba", "PR": "Paraná",
    "PE": "Pernambuco", "PI": "Piauí", "RJ": "Rio de Janeiro", "RN": "Rio Grande do Norte",
    "RS": "Rio Grande do Sul", "RO": "Rondônia", "RR": "Roraima", "SC": "Santa Catarina", "SP": "São Paulo",
    "SE": "Sergipe", "TO": "Tocantins",
}  # fmt: skip


# First five digits of the CEP, both ends included (Correios).
CEP_RANGES = (
    ("SP", 1000, 19999), ("RJ", 20000, 28999), ("ES", 29000, 29999), ("MG", 30000, 39999), ("BA", 40000, 48999),
    ("SE", 49000, 49999), ("PE", 50000, 56999), ("AL", 57000, 57999), ("PB", 58000, 58999), ("RN", 59000, 59999),
    ("CE", 60000, 63999), ("PI", 64000, 64999), ("MA", 65000, 65999), ("PA", 66000, 68899), ("AP", 68900, 68999),
    ("AM", 69000, 69299), ("RR", 69300, 69399), ("AM", 69400, 69899), ("AC", 69900, 69999), ("DF", 70000, 72799),
    ("GO", 72800, 72999), ("DF", 73000, 73699), ("GO", 73700, 76799), ("RO", 76800, 76999), ("TO", 77000, 77999),
    ("MT", 78000, 78899), ("RO", 78900, 78999), ("MS", 79000, 79999), ("PR", 80000, 87999), ("SC", 88000, 89999),
    ("RS", 90000, 99999),
)  # fmt: skip
AREA_CODES = frozenset(
    """11 12 13 14 15 16 17 18 19 21 22 24 27 28 31 32 33 34 35 37 38 41 42 43 44 45 46 47 48 49 51 53 54 55
    61 62 63 64 65 66 67 68 69 71 73 74 75 77 79 81 82 83 84 85 86 87 88 89 91 92 93 94 95 96 97 98 99""".split()
)
CPF_LENGTH, CNPJ_LENGTH, CEP_LENGTH = 11, 14, 8
CNPJ_FORM = re.compile(r"[0-9A-Z]{12}[0-9]{2}")
CNPJ_WEIGHTS = (6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)
SEPARATORS = re.compile(r"[\s.\-/()]")


def bare(text: str) -> str:
    """Without mask and spaces, letters in capitals. ASCII only: other digits count as what they are, text."""
    return SEPARATORS.sub("", text).upper()


def is_cpf(text: str) -> bool:
    """Eleven digits whose last two are the check digits of Receita Federal; masks are accepted."""
    digits = bare(text)
    if len(digits) != CPF_LENGTH or not (digits.isascii() and digits.isdigit()) or len(set(digits)) == 1:
        return False
    return all(int(digits[size]) == _cpf_check(digits[:size]) for size in (9, 10))


def _cpf_check(digits: str) -> int:
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(len(digits) + 1, 1, -1), strict=True))
    return total * 10 % 11 % 10


def is_cnpj(text: str) -> bool:
    """Numeric or alphanumeric (IN RFB 2.229/2024, since July 2026): a character counts as its ASCII code less 48."""
    number = bare(text)
    if not CNPJ_FORM.fullmatch(number) or len(set(number)) == 1:
        return False
    return all(int(number[size]) == _cnpj_check(number[:size]) for size in (12, 13))


def _cnpj_check(characters: str) -> int:
    weights = CNPJ_WEIGHTS[-len(characters) :]
    rest = sum((ord(char) - 48) * weight for char, weight in zip(characters, weights, strict=True)) % 11
    return 0 if rest < 2 else 11 - rest


def mask_cep(text: str) -> str:
    """Eight digits get their hyphen; anything else stays as it was typed."""
    is_plain = len(text) == CEP_LENGTH and text.isascii() and text.isdigit()
    return f"{text[:5]}-{text[5:]}" if is_plain else text


def mask_document(text: str) -> str:
    """`529.982.247-25` or `12.ABC.345/01DE-35`; anything else as it came."""
    number = bare(text)
    if len(number) == CPF_LENGTH:
        return f"{number[:3]}.{number[3:6]}.{number[6:9]}-{number[9:]}"
    if len(number) == CNPJ_LENGTH:
        return f"{number[:2]}.{number[2:5]}.{number[5:8]}/{number[8:12]}-{number[12:]}"
    return text


def uf_of_cep(text: str) -> str | None:
    """The state a postal code lies in; None for what is no postal code."""
    digits = bare(text)
    if len(digits) != CEP_LENGTH or not (digits.isascii() and digits.isdigit()):
        return None
    prefix = int(digits[:5])
    return next((uf for uf, first, last in CEP_RANGES if first <= prefix <= last), None)


def phone_e164(text: str) -> str | None:
    """`(11) 91234-5678` -> `+5511912345678`; None unless it is a Brazilian mobile (9 digits) or fixed (8) number."""
    digits = bare(text).removeprefix("+")
    if digits.startswith("55") and len(digits) in (12, 13):
        digits = digits[2:]
    if not (digits.isascii() and digits.isdigit()) or digits[:2] not in AREA_CODES:
        return None
    is_mobile = len(digits) == 11 and digits[2] == "9"
    is_fixed = len(digits) == 10 and digits[2] in "2345"
    return f"+55{digits}" if is_mobile or is_fixed else None


def phone_as_written(number: str) -> str:
    """`+5511912345678` -> `(11) 91234-5678`; what is no such number stays as it is."""
    if not number.startswith("+55") or len(number) not in (13, 14):
        return number
    return f"({number[3:5]}) {number[5:-4]}-{number[-4:]}"
