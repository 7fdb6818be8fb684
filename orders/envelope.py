"""Where an order goes, as it is written on a parcel."""

from orders.checkout import Delivery
from orders.models import Order


def address_lines(address: Delivery | Order) -> list[str]:
    """An address in the lines of an envelope; none for a pickup."""
    given: dict[str, str] = (
        {**address.address} if isinstance(address, Delivery) else {**vars(address), "number": address.street_number}
    )
    if not given.get("street"):
        return []
    cep = given["postal_code"]
    house = ", ".join(filter(None, (given["street"], given["number"], given.get("complement", ""))))
    where = f"{given['district']}, {given['city']}/{given['state']}"
    lines = [given["recipient"], house, where, f"CEP {cep[:5]}-{cep[5:]}", given.get("reference", "")]
    return [line for line in lines if line]
