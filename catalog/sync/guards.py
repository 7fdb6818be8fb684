"""When to stop and write nothing: signs that the source is not itself today."""

import math
from collections.abc import Collection
from decimal import Decimal

from .options import Options, Stop

SHRINK = Decimal("0.5")


def allowed(percent: Decimal, whole: int) -> int:
    """How many of `whole` are still few. One is never many, unless nothing at all was allowed."""
    return max(math.floor(percent * whole / 100), 1 if percent > 0 else 0)


def check_rejects(*, options: Options, rejected: int, seen: int) -> None:
    if rejected and options.on_error == "abort":
        raise Stop("rejects", f"{rejected} linhas recusadas.", flag="--on-error reject")
    if rejected > allowed(options.max_rejects, seen):
        share = math.ceil(rejected * 100 / max(seen, 1))
        raise Stop("rejects", f"{rejected} de {seen} linhas recusadas.", flag=f"--max-rejects {share}%")


def check_size(*, options: Options, seen: int, last: int | None) -> None:
    """An empty or halved catalogue is more often a fault than a decision."""
    if options.accept_shrink or options.ids:
        return
    if not seen:
        raise Stop("empty", "A origem não trouxe nenhum produto.", flag="--accept-shrink")
    if last is not None and options.scope.is_whole and seen < last * SHRINK:
        raise Stop("shrink", f"A origem trouxe {seen} produtos; da última vez, {last}.", flag="--accept-shrink")


def check_identity(*, options: Options, lost: Collection[str], seen: int) -> None:
    if not options.accept_identity_change and len(lost) > allowed(options.max_held, seen):
        raise Stop(
            "identity", f"{len(lost)} de {seen} códigos parecem ter virado outro produto.",
            flag="--accept-identity-change",
        )  # fmt: skip


def check_prices(*, options: Options, jumped: Collection[str], seen: int) -> None:
    if len(jumped) > allowed(options.max_held, seen):
        raise Stop(
            "prices", f"{len(jumped)} de {seen} preços mudaram mais de 50 %.",
            flag="--accept-price-change (ou --force-fields price)",
        )  # fmt: skip


def check_deactivation(*, options: Options, vanished: int, active: int) -> None:
    if vanished > allowed(options.max_deactivate, active):
        share = math.ceil(vanished * 100 / max(active, 1))
        raise Stop(
            "deactivation", f"{vanished} de {active} produtos sumiriam da loja.",
            flag=f"--max-deactivate {share}% (ou --no-deactivate)",
        )  # fmt: skip
