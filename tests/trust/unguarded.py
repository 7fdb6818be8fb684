"""The same shop with the stock's guard taken out: it looks, and then writes what is left. Only a test serves this."""

import time
from typing import Any

from tests.trust.plain_files import build

GAP = 0.005  # seconds between look and write: the rest of a slow request


def look_then_write(*, quantities: dict[int, int], **_: Any) -> list[int]:
    from catalog.models import Product
    from catalog.stock import OutOfStock

    for pk, quantity in quantities.items():
        left = Product.objects.values_list("stock", flat=True).get(pk=pk)
        if left < quantity:
            raise OutOfStock(data={"product": pk, "available": left})
        time.sleep(GAP)
        Product.objects.filter(pk=pk).update(stock=left - quantity)
    return []


def take_out_the_guard() -> Any:
    application = build()
    from catalog import stock

    stock.take = look_then_write  # type: ignore[assignment]
    return application


application = take_out_the_guard()
