"""The snapshot with the prices of a later moment, for the request that looks at it."""

from dataclasses import replace

from catalog import moments
from catalog.models import Product
from catalog.prices import sale_at
from catalog.search.numbers import Numbers, Overfull
from catalog.search.snapshot import Snapshot
from iluminacasa.money import to_centavos

CHUNK = 500


def of(snapshot: Snapshot) -> Snapshot:
    """Orders and price limits as they will be; the snapshot everybody shares stays as it is."""
    seen = moments.seen()
    if seen is None or not seen.moved:
        return snapshot
    if snapshot.stamp not in seen.kept:
        seen.kept[snapshot.stamp] = _made(snapshot, seen)
    made: Snapshot = seen.kept[snapshot.stamp]
    return made


def _made(snapshot: Snapshot, seen: moments.Moment) -> Snapshot:
    price, discount = snapshot.columns["price"][:], snapshot.columns["discount"][:]
    ids = [pk for pk in sorted(seen.moved) if pk in snapshot.position_of]
    moved: list[tuple[int, int]] = []
    for start in range(0, len(ids), CHUNK):
        for product in Product.objects.filter(pk__in=ids[start : start + CHUNK]):
            sale, percent = sale_at(product, at=seen.at)
            position = snapshot.position_of[product.pk]
            price[position], discount[position] = to_centavos(sale), round(percent * 100)
            moved.append((position, price[position]))
    touched = sum(1 << position for position, _ in moved)
    try:
        numbers = snapshot.price.changed(touched, moved, snapshot.size, price)
    except Overfull:
        numbers = Numbers.of_column(price)
    columns = {**snapshot.columns, "price": price, "discount": discount}
    return replace(snapshot, columns=columns, price=numbers, rankings={}, kept={})
