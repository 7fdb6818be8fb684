"""Times the light calculator on random rooms: the answer alone, and with it the page and the API's answer.

DEBUG=1 DATABASE_URL=sqlite:////tmp/shop.sqlite3 python -m bench.light 200 [seed]
"""

import os
import random
import sys
import time
from collections.abc import Callable


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iluminacasa.settings")
    django.setup()
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 806
    measure(wanted, seed)


def measure(wanted: int, seed: int) -> None:
    from django.test import Client
    from django.utils import timezone

    from catalog import lighting
    from catalog.lighting import rooms
    from catalog.models import Product

    chance = random.Random(seed)
    client = Client(headers={"host": "localhost"})
    answered, pages, plans = [], [], 0
    for number in range(wanted + 1):
        kind, height = chance.choice(rooms.KINDS), chance.uniform(2.3, 3.6)
        length, width = chance.uniform(1.2, 9), chance.uniform(1.2, 7)
        room = rooms.described(
            kind_key=kind.key, length=length, width=width, height=height, walls_key=chance.choice(rooms.WALLS).key,
            mood_key=chance.choice(rooms.MOODS).key, voltage=chance.choice(list(rooms.VOLTAGES)),
        )  # fmt: skip
        took, found = timed(lambda room=room: lighting.answer(room, at=timezone.now()))
        address = f"/calculadora/?ambiente={kind.slug}&comprimento={length:.2f}&largura={width:.2f}&altura={height:.2f}"
        took_page, page = timed(lambda address=address: client.get(address))
        if page.status_code != 200:
            raise SystemExit(f"{address}: {page.status_code}")
        if number:  # the first one reads the catalogue into memory
            answered.append(took)
            pages.append(took_page)
            plans += len(found.plans)
    print(f"{Product.objects.visible().count()} products, {wanted} rooms, seed {seed}, {plans} plans")
    for name, times in (("answer", answered), ("page", pages)):
        times.sort()
        median, most = times[wanted // 2], times[int(wanted * 0.95)]
        print(f"{name}: median {median:.1f} ms, 95 % {most:.1f}, worst {times[-1]:.1f}")


def timed[T](make: Callable[[], T]) -> tuple[float, T]:
    began = time.perf_counter()
    made = make()
    return (time.perf_counter() - began) * 1000, made


if __name__ == "__main__":
    main()
