"""What a batch of prices does to each product, as a person reads it before saying yes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from catalog import price_history, prices
from catalog.models import PriceBatch, PriceBatchRow, Product
from catalog.price_batches import HUNDRED, Columns, as_stored


@dataclass(frozen=True)
class Change:
    """One line of the preview: list and selling price before and after."""

    row: PriceBatchRow
    product: Product
    price_before: Decimal
    price_after: Decimal
    sale_before: Decimal
    sale_after: Decimal
    objection: str = ""  # why the offer it makes or leaves will show no struck price

    @property
    def percent(self) -> Decimal:
        """How the selling price moves, with one decimal."""
        if not self.sale_before:
            return Decimal(0)
        moved = (self.sale_after - self.sale_before) * HUNDRED / self.sale_before
        return moved.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def changes(rows: Iterable[PriceBatchRow], *, batch: PriceBatch, at: datetime) -> list[Change]:
    """The rows, their products loaded, as a person reads them. A sale to come is shown as it will be."""
    then = max(at, batch.starts_at) if batch.starts_at else at
    shown, found = list(rows), []
    histories = price_history.of([row.product_id for row in shown])
    for row in shown:
        changed = _standing(row.product, row.after)
        before, after = prices.offer(_standing(row.product, row.before), at=at), prices.offer(changed, at=then)
        objection = price_history.objection_to_offer(changed, histories[row.product_id], at=at)
        found.append(
            Change(row, row.product, before.price, after.price, before.sale_price, after.sale_price, objection)
        )
    return found


def _standing(product: Product, columns: Columns) -> Product:
    """The product as it is with these columns instead of its own."""
    standing = {name: getattr(product, name) for name in ("price", "discount_percentage")}
    standing |= {"sale_starts_at": product.sale_starts_at, "sale_ends_at": product.sale_ends_at}
    told = {name: as_stored(name, value) for name, value in columns.items()}
    return Product(**(standing | told))
