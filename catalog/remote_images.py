"""Fetching a picture from an address somebody else wrote down, without being sent to our own doors.

The address is checked as text, its name is resolved once, every answer of the resolver must be public, and the
connection goes to the very address that was checked; so a name that changes its mind meanwhile gains nothing.
"""

import ipaddress
import socket
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

import requests

from catalog.dummyjson.faults import shown
from catalog.dummyjson.sockets import Cutoff, Wire, WireAdapter
from catalog.uploads import MAX_BYTES
from iluminacasa.errors import Unavailable

SECONDS = 20.0
AGENT = "IluminaCasa-sync/1"
NAT64 = ipaddress.ip_network("64:ff9b::/96")
LOCAL_NAT64 = ipaddress.ip_network("64:ff9b:1::/48")

type Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class PictureUnavailable(Unavailable):
    code = "picture_unavailable"

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message, data={"reason": reason})
        self.reason = reason


def inner_address(address: Address) -> Address:
    """The IPv4 address that an IPv6 one only wraps: mapped, 6to4, Teredo, NAT64."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if address in NAT64 or int(address) >> 32 == 0:  # NAT64, and the old "compatible" form ::a.b.c.d
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def is_public(text: str) -> bool:
    """True only for an address out on the internet: not private, loopback, link-local, metadata, multicast."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if "%" in text or (address.version == 6 and address in LOCAL_NAT64):
        return False
    inner = inner_address(address)
    return inner.is_global and not (
        inner.is_multicast or inner.is_reserved or inner.is_unspecified or inner.is_loopback or inner.is_link_local
    )


def resolve(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


@dataclass(frozen=True)
class Policy:
    """Which pictures may be asked for. `hosts`: exact names, or `.example.com` for everything below."""

    hosts: frozenset[str]
    ports: frozenset[int] = frozenset({80, 443})
    may_connect: Callable[[str], bool] = is_public
    resolve: Callable[[str, int], Sequence[str]] = field(default=resolve)
    seconds: float = SECONDS
    max_bytes: int = MAX_BYTES

    def knows(self, host: str) -> bool:
        return any(host == name or (name.startswith(".") and host.endswith(name)) for name in self.hosts)


@dataclass(frozen=True, slots=True)
class Target:
    url: str
    address: str


def approve(url: str, policy: Policy) -> Target:
    """The address to connect to; refuses before any connection is made."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError as error:
        raise PictureUnavailable("bad_address", f"Endereço inválido: {shown(url)}") from error
    if parts.scheme not in ("http", "https"):
        raise PictureUnavailable("bad_scheme", f"Só http e https: {shown(url)}")
    if parts.username is not None or parts.password is not None or "\\" in url:
        raise PictureUnavailable("bad_address", f"Endereço com usuário ou barra invertida: {shown(url)}")
    number = port if port is not None else (443 if parts.scheme == "https" else 80)
    if number not in policy.ports:
        raise PictureUnavailable("bad_port", f"Porta fora do comum: {shown(url)}")
    if not policy.knows(host):
        raise PictureUnavailable("unknown_host", f"Servidor fora da lista: {shown(host)}")
    try:
        addresses = list(policy.resolve(host, number))
    except (OSError, UnicodeError) as error:
        raise PictureUnavailable("no_address", f"O nome {shown(host)} não existe.") from error
    if not addresses:
        raise PictureUnavailable("no_address", f"O nome {shown(host)} não existe.")
    if not all(policy.may_connect(address) for address in addresses):
        raise PictureUnavailable("private_address", f"O nome {shown(host)} leva a um endereço interno.")
    safe = quote(url, safe="%:/?#[]@!$&'()*+,;=~")
    return Target(safe, addresses[0])


def fetch(url: str, policy: Policy) -> bytes:
    """The bytes behind `url`; redirects are not followed, size and time are bounded."""
    target = approve(url, policy)
    headers = {"User-Agent": AGENT, "Accept": "image/*", "Accept-Encoding": "identity", "Connection": "close"}
    with Cutoff(policy.seconds) as cutoff, closing(WireAdapter(Wire(cutoff, target.address))) as adapter:
        try:
            asked = requests.Request("GET", target.url, headers=headers).prepare()
            with adapter.send(asked, stream=True, timeout=policy.seconds) as answer:
                body = _body(answer, policy)
        except requests.RequestException as error:
            reason = "timeout" if cutoff.fired or isinstance(error, requests.Timeout) else "network"
            raise PictureUnavailable(reason, f"A imagem não veio: {shown(str(error), 160)}") from error
        if cutoff.fired:
            raise PictureUnavailable("timeout", "A imagem passou do tempo.")
    return body


def _body(answer: requests.Response, policy: Policy) -> bytes:
    if answer.status_code != 200:
        raise PictureUnavailable(f"http_{answer.status_code}", f"HTTP {answer.status_code} em vez da imagem.")
    kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind and not kind.startswith("image/") and kind != "application/octet-stream":
        raise PictureUnavailable("not_a_picture", f"Veio {shown(kind)} em vez de imagem.")
    body = bytearray()
    for part in answer.iter_content(65_536):
        body += part
        if len(body) > policy.max_bytes:
            raise PictureUnavailable("too_large", f"A imagem passa de {policy.max_bytes} bytes.")
    return bytes(body)
