"""The pictures of one product as a row: new ones at its end, each in the place the shop wants."""

import re
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from catalog import publication
from catalog.models import Image, Product
from catalog.renditions import Master
from iluminacasa.errors import Conflict

MOST = 40  # pictures of one product
Role = Image.Role
WORDS = {
    Role.NIGHT: ("noite", "acesa", "aceso", "night"),
    Role.DAY: ("dia", "apagada", "apagado", "day"),
    Role.DETAIL: ("detalhe", "detail"),
    Role.MEASURES: ("medidas", "medida", "cotas"),
}
TOLD: dict[str, str] = {Role.NIGHT: ", com a luz acesa", Role.DETAIL: ", detalhe", Role.MEASURES: ", medidas"}
TOLD_EN: dict[str, str] = {Role.NIGHT: ", lit", Role.DETAIL: ", detail", Role.MEASURES: ", dimensions"}


class PicturesMoved(Conflict):
    code = "pictures_moved"
    title = "As imagens mudaram"
    default_message = "As imagens mudaram desde que você abriu esta página. Confira e tente de novo."


class TooManyPictures(Conflict):
    code = "too_many_pictures"
    default_message = f"Um produto tem no máximo {MOST} imagens."


def role_of(filename: str) -> str:
    """`pendente-noite.jpg` shows the lamp lit: names often say what a picture shows."""
    words = set(re.split(r"[^a-z]+", filename.lower()))
    return next((role for role, names in WORDS.items() if words.intersection(names)), Role.OTHER)


@transaction.atomic
def add(*, product: Product, masters: Sequence[tuple[str, Master]], at: datetime) -> list[Image]:
    """Put stored masters, each with the name its file had, behind the pictures there are."""
    there = list(_locked(product))
    if len(there) + len(masters) > MOST:
        raise TooManyPictures
    first = 1 + max((image.position for image in there), default=-1)
    images = []
    for position, (filename, master) in enumerate(masters, start=first):
        role = role_of(filename)
        image = Image(product=product, role=role, position=position, alt=f"{product.title}{TOLD.get(role, '')}"[:200])
        image.alt_en = product.title_en and f"{product.title_en}{TOLD_EN.get(role, '')}"[:200]
        image.file, image.width, image.height = master
        images.append(image)
    Image.objects.bulk_create(images)
    publication.refresh(product_ids=[product.pk], at=at)
    return images


@transaction.atomic
def move(*, product: Product, image_id: int, step: int, at: datetime) -> None:
    """One place up (-1) or down (+1); at the end of the row nothing happens."""
    order = [image.pk for image in _locked(product)]
    if image_id not in order:
        raise PicturesMoved
    place = order.index(image_id)
    goal = min(max(place + step, 0), len(order) - 1)
    order.insert(goal, order.pop(place))
    arrange(product=product, order=order, at=at)


@transaction.atomic
def arrange(*, product: Product, order: Sequence[int], at: datetime) -> None:
    """Exactly this row; refused when pictures came or went meanwhile."""
    images = {image.pk: image for image in _locked(product)}
    if sorted(order) != sorted(images):
        raise PicturesMoved
    moved = []
    for position, pk in enumerate(order):
        if images[pk].position != position:
            images[pk].position = position
            moved.append(images[pk])
    Image.objects.bulk_update(moved, ["position"])
    publication.refresh(product_ids=[product.pk], at=at)


def _locked(product: Product) -> list[Image]:
    Product.objects.select_for_update().filter(pk=product.pk).first()
    return list(Image.objects.filter(product=product).order_by("position", "pk"))
