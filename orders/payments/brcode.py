"""The text behind a Pix QR code: EMV merchant-presented TLV as the Banco Central's BR Code manual has it.

A static code carries key, amount and txid; it never expires at the bank, so the order owns the expiry.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

GUI = "br.gov.bcb.pix"
MAX_NAME, MAX_CITY, MAX_TXID, MAX_ACCOUNT = 25, 15, 25, 99
TXID = re.compile(r"[A-Za-z0-9]{1,25}")
NOT_ALLOWED = re.compile(r"[^A-Z0-9 $%*+\-./:]")  # what every bank accepts in names
MAX_AMOUNT = Decimal("9999999999.99")  # 13 characters
CRC_POLYNOMIAL, CRC_START = 0x1021, 0xFFFF


class BadCode(ValueError):
    """The text is no BR Code; the message says why."""


@dataclass(frozen=True)
class BrCode:
    key: str
    merchant_name: str
    merchant_city: str
    amount: Decimal | None
    txid: str


def crc16(text: str) -> str:
    """CRC-16/CCITT-FALSE in four capital hex digits. `123456789` gives 29B1."""
    value = CRC_START
    for byte in text.encode():
        value ^= byte << 8
        for _ in range(8):
            value = (value << 1) ^ CRC_POLYNOMIAL if value & 0x8000 else value << 1
            value &= 0xFFFF
    return f"{value:04X}"


def fold(text: str, limit: int) -> str:
    """Without accents, in capitals, of the characters no bank refuses, cut to `limit`."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().upper()
    return " ".join(NOT_ALLOWED.sub(" ", plain).split())[:limit].strip()


def field(identity: str, value: str) -> str:
    if len(value) > MAX_ACCOUNT:
        raise BadCode(f"field {identity} is longer than {MAX_ACCOUNT} characters")
    return f"{identity}{len(value):02d}{value}"


def payload(*, key: str, merchant_name: str, merchant_city: str, amount: Decimal, txid: str) -> str:
    """The copy-and-paste text. Raises `BadCode` when a part cannot stand in one."""
    if not key or not TXID.fullmatch(txid):
        raise BadCode("a static code needs a key and a txid of 1 to 25 letters and digits")
    if not Decimal(0) < amount <= MAX_AMOUNT:
        raise BadCode("the amount must be positive and have at most 13 characters")
    name, city = fold(merchant_name, MAX_NAME), fold(merchant_city, MAX_CITY)
    if not name or not city:
        raise BadCode("the receiver's name and city are required")
    text = (
        field("00", "01")
        + field("26", field("00", GUI) + field("01", key))
        + field("52", "0000")
        + field("53", "986")
        + field("54", f"{amount:.2f}")
        + field("58", "BR")
        + field("59", name)
        + field("60", city)
        + field("62", field("05", txid))
        + "6304"
    )
    return text + crc16(text)


def split(text: str) -> dict[str, str]:
    """{id: value} of one level of TLV."""
    found: dict[str, str] = {}
    position = 0
    while position < len(text):
        head = text[position : position + 4]
        if len(head) < 4 or not (head.isascii() and head.isdigit()):
            raise BadCode("a field has no two-digit id and length")
        length = int(head[2:])
        value = text[position + 4 : position + 4 + length]
        if len(value) != length:
            raise BadCode(f"field {head[:2]} is cut short")
        found[head[:2]] = value
        position += 4 + length
    return found


def parse(text: str) -> BrCode:
    """Read a static code back; refuses wrong checksums and anything that is not Pix."""
    if len(text) < 8 or text[-8:-4] != "6304":
        raise BadCode("the checksum field is missing")
    if crc16(text[:-4]) != text[-4:]:
        raise BadCode("the checksum is wrong")
    fields = split(text)
    account = split(fields.get("26", ""))
    if account.get("00", "").lower() != GUI or fields.get("58") != "BR" or fields.get("53") != "986":
        raise BadCode("this is not a Pix code")
    extra = split(fields.get("62", ""))
    return BrCode(
        key=account.get("01", ""),
        merchant_name=fields.get("59", ""),
        merchant_city=fields.get("60", ""),
        amount=Decimal(fields["54"]) if "54" in fields else None,
        txid=extra.get("05", ""),
    )
