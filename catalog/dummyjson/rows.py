"""One product of the upstream: validated whole, or refused with the reason."""

import hashlib
import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import orjson
from django.utils.text import slugify

from . import extension, text
from .document import Ambiguous
from .faults import Issue, Kind, shown

MAPPER_VERSION = "2"
_DIGEST_PREFIX = f"{MAPPER_VERSION}\n".encode()
MAX_STOCK = 2**31 - 1
MAX_IMAGES = 12
MAX_TAGS = 20
MAX_TAG = 60  # characters
MAX_PRICE = Decimal("99999999.99")
HUNDRED = Decimal(100)
ABOVE_FIVE = Decimal("5.0000000001")
MAX_WEIGHT, MAX_SIDE = Decimal(100_000), Decimal(1_000_000)  # kg, cm
CENT, GRAM = Decimal("0.01"), Decimal("0.001")
_ID = re.compile(r"[!-~]{1,64}")
_FLAT_TEXTS = (  # key of the upstream, our name, longest
    ("brand", "brand", 80),
    ("sku", "sku", 64),
    ("warrantyInformation", "warranty", 200),
    ("shippingInformation", "shipping_note", 200),
    ("returnPolicy", "return_policy", 200),
)
_SPOKEN = ("title", "description", "warranty", "shipping_note", "return_policy")
_SIDES = (("width", "dimensions.width"), ("height", "dimensions.height"), ("depth", "dimensions.depth"))
_KNOWN = {
    "id", "title", "description", "category", "price", "discountPercentage", "rating", "stock", "tags", "brand",
    "sku", "weight", "dimensions", "warrantyInformation", "shippingInformation", "availabilityStatus", "reviews",
    "returnPolicy", "minimumOrderQuantity", "meta", "images", "thumbnail",
}  # fmt: skip

_KNOWN_TRUSTED = _KNOWN | {"ilumina"}
_slug = lru_cache(maxsize=4096)(slugify)


@lru_cache(maxsize=16_384, typed=True)
def _rounded(value: int | Decimal, step: Decimal) -> tuple[str, bool]:
    """The number rounded to `step` as text, and whether that lost nothing.

    Remembered: a catalogue says the same prices, sizes and weights again and again.
    """
    number = Decimal(value)
    rounded = number.quantize(step)
    return str(rounded), number == rounded


@lru_cache(maxsize=16_384)
def _tags_of(told: tuple[str, ...]) -> tuple[tuple[str, ...], bool]:
    """The tags worth keeping, each once, and whether some had to go. Remembered like the numbers above."""
    tags = [tag for tag in map(text.one_line, told) if 0 < len(tag) <= MAX_TAG]
    unique = tuple(dict.fromkeys(tags))
    return unique[:MAX_TAGS], len(unique) > MAX_TAGS or len(tags) < len(told)


@dataclass(frozen=True)
class Rules:
    """What the shop decides about rows."""

    allow_zero_price: bool = False
    trusted: bool = False  # the catalogue that ships with the project: the `ilumina` part is read
    with_images: bool = True
    is_english: bool = False  # the upstream's texts, which become the shop's, are its English ones too
    exchange_rate: Decimal = Decimal(1)

    @cached_property
    def stamp(self) -> bytes:
        """Moves when the same row could be judged differently."""
        asked = (
            MAPPER_VERSION,
            self.allow_zero_price,
            self.trusted,
            self.with_images,
            self.exchange_rate,
            self.is_english,
        )
        return repr(asked).encode()

    @cached_property
    def max_price(self) -> Decimal:
        return MAX_PRICE / max(self.exchange_rate, Decimal(1))


class RemoteProduct(NamedTuple):
    """`values` holds only what the upstream said, JSON-ready, in the upstream's currency; absent = leave as is."""

    external_id: str
    digest: str
    stock: int | None
    values: dict[str, Any]
    mark: str = ""  # of the row as it came (`mark_of`), when nothing in it was refused

    @property
    def category(self) -> str:
        return str(self.values["category"])


@dataclass(slots=True)
class Parsed:
    """What became of one row. `product` is None when it was refused; `external_id` is known even then, if it was."""

    external_id: str = ""
    product: RemoteProduct | None = None
    body: bytes = b""  # the values in one writing, as JSON text
    issues: list[Issue] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)


class Refused(Exception):
    def __init__(self, name: str, code: str, value: object, message: str) -> None:
        super().__init__(message)
        self.parts = (name, code, shown(value), message)


def _damaged(name: str, value: str) -> Refused:
    return Refused(name, "damaged_text", value, "O texto traz NUL ou metade de um caractere.")


def canonical(values: dict[str, Any]) -> bytes:
    """One writing for equal values."""
    return orjson.dumps(values, option=orjson.OPT_SORT_KEYS)


def digest_of(body: bytes) -> str:
    """SHA-256 over what is mapped. Stock is left out: after creation the shop counts it."""
    return hashlib.sha256(_DIGEST_PREFIX + body).hexdigest()


def mark_of(row: Any, rules: Rules) -> str:
    """Equal marks: the same row, letter by letter, under the same rules. Empty for what has no single writing.

    Far cheaper than reading the row: whoever remembers the mark of a faultless row need not read it again.
    """
    if type(row) is not dict:
        return ""
    try:
        body = orjson.dumps(row, default=_exact, option=orjson.OPT_PASSTHROUGH_SUBCLASS)
    except orjson.JSONEncodeError:  # an object that names a key twice, half a character, a number of 30 digits
        return ""
    return hashlib.blake2b(rules.stamp + body, digest_size=16).hexdigest()


def _exact(value: object) -> orjson.Fragment:
    if type(value) is Decimal:
        return orjson.Fragment(str(value))
    raise TypeError


def category_of(row: dict[str, Any]) -> str:
    """The category's slug in a row known to be faultless."""
    return _slug(text.one_line(row["category"]))


def external_id(value: object) -> str:
    """Ids are compared as text; anything a person could not type back unmistakably is refused."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**63:
        return str(value)
    if isinstance(value, str) and _ID.fullmatch(value):
        return value
    raise Refused("id", "bad_id", value, "O código do produto falta ou não é um número nem um texto sem espaços.")


def parse_row(row: Any, *, rules: Rules, position: int) -> Parsed:
    parsed = Parsed(external_id=f"#{position}")
    try:
        if not isinstance(row, dict):
            raise Refused("", "not_an_object", row, "A linha não é um objeto.")
        parsed.external_id = external_id(row.get("id"))
        if isinstance(row, Ambiguous):
            raise Refused("", "duplicate_key", "", "A linha traz a mesma chave duas vezes.")
        reader = _Reader(row, parsed, rules)
        values = reader.read()
        stock = reader.stock()
        parsed.body = canonical(values)
        parsed.product = RemoteProduct(parsed.external_id, digest_of(parsed.body), stock, values)
    except Refused as refusal:
        parsed.issues.append(Issue(Kind.ROW, parsed.external_id, *refusal.parts))
    return parsed


class _Reader:
    __slots__ = ("parsed", "row", "rules", "values")

    def __init__(self, row: dict[str, Any], parsed: Parsed, rules: Rules) -> None:
        self.row = row
        self.parsed = parsed
        self.rules = rules
        self.values: dict[str, Any] = {}

    def read(self) -> dict[str, Any]:
        known = _KNOWN_TRUSTED if self.rules.trusted else _KNOWN
        if not known.issuperset(self.row):
            self.parsed.unknown = {key[:60] for key in self.row.keys() - known}
        self.values["title"] = self._title()
        self.values["category"] = self._category()
        self.values["price"] = self._price()
        self._description()
        for key, name, longest in _FLAT_TEXTS:
            if key in self.row:
                self._flat_text(key, name, longest)
        if "brand" not in self.row:
            self.values["brand"] = ""  # the upstream leaves the key out for a product without brand
        self._discount()
        self._rating()
        self._minimum()
        self._measures()
        self._tags()
        self._images()
        if self.rules.trusted:
            self.values.update(extension.product_part(self.row.get("ilumina"), self._drop))
        if self.rules.is_english:
            self.values.update({f"{name}_en": self.values[name] for name in _SPOKEN if name in self.values})
        if not self.rules.with_images:
            self.values.pop("images", None)
        return self.values

    def _drop(self, name: str, code: str, value: object, message: str) -> None:
        self.parsed.issues.append(Issue(Kind.FIELD, self.parsed.external_id, name, code, shown(value), message))

    def _clean(self, name: str, value: str, *, lines: bool = False) -> str:
        if value.isprintable():  # nearly every text: nothing to strip
            return text.composed(value)
        if not text.is_storable(value):
            raise _damaged(name, value)
        return text.many_lines(value) if lines else text.one_line(value)

    def _title(self) -> str:
        title = self.row.get("title")
        if not isinstance(title, str):
            raise Refused("title", "missing" if title is None else "wrong_type", title, "O nome falta ou não é texto.")
        cleaned = self._clean("title", title)
        if not cleaned:
            raise Refused("title", "missing", title, "O nome está vazio.")
        if len(cleaned) > 200:
            raise Refused("title", "too_long", title, f"O nome tem {len(cleaned)} caracteres; cabem 200.")
        return cleaned

    def _category(self) -> str:
        category = self.row.get("category")
        if not isinstance(category, str):
            code = "missing" if category is None else "wrong_type"
            raise Refused("category", code, category, "A categoria falta ou não é texto.")
        slug = _slug(self._clean("category", category))
        if not slug or len(slug) > 90:
            raise Refused("category", "bad_slug", category, "A categoria não dá um endereço.")
        return slug

    def _price(self) -> str:
        price = self.row.get("price")
        if not (type(price) is int or type(price) is Decimal):  # exactly: a bool is no number
            code = "missing" if price is None else "wrong_type"
            raise Refused("price", code, price, "O preço falta ou não é um número JSON.")
        if price > self.rules.max_price:
            raise Refused("price", "too_high", price, "O preço passa do máximo da loja.")
        if price < 0 or (price == 0 and not self.rules.allow_zero_price):
            raise Refused("price", "not_positive", price, "O preço precisa ser maior que zero.")
        rounded, exact = _rounded(price, CENT)
        if not exact:
            raise Refused("price", "too_precise", price, "O preço tem mais de dois decimais.")
        return rounded.removeprefix("-")  # minus zero

    def _description(self) -> None:
        value = self.row.get("description")
        if value is None:
            if "description" in self.row:
                self.values["description"] = ""
        elif not isinstance(value, str):
            self._drop("description", "wrong_type", value, "A descrição não é texto.")
        elif len(cleaned := self._clean("description", value, lines=True)) > 20_000:
            self._drop("description", "too_long", value, f"A descrição tem {len(cleaned)} caracteres.")
        else:
            self.values["description"] = cleaned

    def _flat_text(self, key: str, name: str, longest: int) -> None:
        value = self.row[key]
        if value is None:
            self.values[name] = ""
        elif not isinstance(value, str):
            self._drop(key, "wrong_type", value, "O campo não é texto.")
        elif len(cleaned := self._clean(key, value)) > longest:
            self._drop(key, "too_long", value, f"O campo passa de {longest} caracteres.")
        else:
            self.values[name] = cleaned

    def _number(self, key: str, value: object, *, below: Decimal, step: Decimal) -> tuple[str, bool] | None:
        """`_rounded` for a finite number in [0, below), or None with the reason noted."""
        if not (type(value) is int or type(value) is Decimal):
            self._drop(key, "wrong_type", value, "O campo não é um número.")
        elif not 0 <= value < below:
            self._drop(key, "out_of_range", value, "O número está fora do que faz sentido.")
        else:
            return _rounded(value, step)
        return None

    def _discount(self) -> None:
        if "discountPercentage" not in self.row:
            return
        value = self.row["discountPercentage"]
        number = self._number("discountPercentage", 0 if value is None else value, below=HUNDRED, step=CENT)
        if number is None:
            return
        rounded, exact = number
        if exact:
            self.values["discount_percentage"] = rounded
        else:
            self._drop("discountPercentage", "too_precise", value, "O desconto tem mais de dois decimais.")

    def _rating(self) -> None:
        """Looked at, never kept: the upstream's ratings are not our customers'."""
        if self.row.get("rating") is not None:
            self._number("rating", self.row["rating"], below=ABOVE_FIVE, step=CENT)

    def _minimum(self) -> None:
        if "minimumOrderQuantity" not in self.row:
            return
        value = self.row["minimumOrderQuantity"]
        if value is None:
            self.values["minimum_order_quantity"] = 1
        elif not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 100_000:
            self._drop("minimumOrderQuantity", "out_of_range", value, "O pedido mínimo precisa ser inteiro e positivo.")
        else:
            self.values["minimum_order_quantity"] = value

    def stock(self) -> int | None:
        value = self.row.get("stock")
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MAX_STOCK:
            self._drop("stock", "out_of_range", value, "O estoque precisa ser inteiro, de zero para cima.")
            return None
        return value

    def _measure(self, key: str, name: str, value: object, below: Decimal) -> None:
        if value is None:
            self.values[name] = None
            return
        number = self._number(key, value, below=below, step=CENT if name != "weight" else GRAM)
        if number is not None:
            self.values[name] = number[0]

    def _measures(self) -> None:
        if "weight" in self.row:
            self._measure("weight", "weight", self.row["weight"], MAX_WEIGHT)
        dimensions = self.row.get("dimensions")
        if isinstance(dimensions, dict) and not isinstance(dimensions, Ambiguous):
            for side, key in _SIDES:
                if side in dimensions:
                    self._measure(key, side, dimensions[side], MAX_SIDE)
        elif dimensions is not None:
            self._drop("dimensions", "wrong_type", dimensions, "As medidas não são um objeto.")
        elif "dimensions" in self.row:
            self.values.update(width=None, height=None, depth=None)

    def _tags(self) -> None:
        value = self.row.get("tags")
        if value is None:
            if "tags" in self.row:
                self.values["tags"] = []
            return
        if not isinstance(value, list) or not set(map(type, value)) <= {str}:
            self._drop("tags", "wrong_type", value, "As etiquetas não são uma lista de textos.")
            return
        for tag in value:
            if not text.is_storable(tag):
                raise _damaged("tags", tag)
        tags, dropped = _tags_of(tuple(value))
        if dropped:
            message = f"Ficam até {MAX_TAGS} etiquetas de {MAX_TAG} caracteres."
            self._drop("tags", "some_dropped", str(len(value)), message)
        self.values["tags"] = list(tags)

    def _images(self) -> None:
        if "images" not in self.row and "thumbnail" not in self.row:
            return
        value = self.row.get("images")
        if value is not None and not isinstance(value, list):
            self._drop("images", "wrong_type", value, "As imagens não são uma lista.")
            return
        urls = []
        for url in value or [self.row.get("thumbnail")]:
            if isinstance(url, str) and 0 < len(url) <= 1000 and text.is_storable(url) and text.one_line(url) == url:
                urls.append(url)
            elif url is not None:
                self._drop("images", "bad_address", url, "Um endereço de imagem não serve.")
        unique = list(dict.fromkeys(urls))
        if len(unique) > MAX_IMAGES:
            self._drop("images", "too_many", str(len(unique)), f"Ficam as primeiras {MAX_IMAGES} imagens.")
        self.values["images"] = [{"url": url} for url in unique[:MAX_IMAGES]]
