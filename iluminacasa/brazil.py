"""Brazilian facts every floor may need: shop time, federative units."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

SHOP_ZONE = ZoneInfo("America/Sao_Paulo")  # UTC-3, without daylight saving since Decreto 9.772/2019

UF_NAMES = {
    "AC": "Acre", "AL": "Alagoas", "AP": "Amapá", "AM": "Amazonas", "BA": "Bahia", "CE": "Ceará",
    "DF": "Distrito Federal", "ES": "Espírito Santo", "GO": "Goiás", "MA": "Maranhão", "MT": "Mato Grosso",
    "MS": "Mato Grosso do Sul", "MG": "Minas Gerais", "PA": "Pará", "PB": "Paraíba", "PR": "Paraná",
    "PE": "Pernambuco", "PI": "Piauí", "RJ": "Rio de Janeiro", "RN": "Rio Grande do Norte",
    "RS": "Rio Grande do Sul", "RO": "Rondônia", "RR": "Roraima", "SC": "Santa Catarina", "SP": "São Paulo",
    "SE": "Sergipe", "TO": "Tocantins",
}  # fmt: skip


def shop_now() -> datetime:
    """The present moment, on the shop's clock."""
    return timezone.now().astimezone(SHOP_ZONE)
