"""Rows below a product: pictures, technical sheet, links to other products. Set-based for a whole chunk."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from catalog import bulk
from catalog.models import Image, Product, ProductSpec, Related, SpecDefinition

from .drafts import Children, Draft
from .shelves import Room

MOVED = "moved"  # the source shows another file now; ours stays until the new one is here


def load(
    products: Collection[Product], *, with_images: Collection[int], with_specs: Collection[int]
) -> dict[int, Children]:
    """What hangs below these products, read only for those that need it."""
    found: dict[int, Children] = {product.pk: Children() for product in products}
    if with_images:
        rows = Image.objects.filter(product_id__in=with_images).exclude(source_url="")
        for image in rows.order_by("product_id", "position", "pk"):
            found[image.product_id].images.append(image)
    if with_specs:
        for spec in ProductSpec.objects.filter(product_id__in=with_specs):
            found[spec.product_id].specs.append(spec)
    return found


def write_images(drafts: Sequence[Draft], children: Mapping[int, Children]) -> int:
    """Make the source's pictures of each draft what the source says; returns how many rows that touched."""
    create: list[Image] = []
    update: list[Image] = []
    delete: list[int] = []
    for draft in drafts:
        if draft.is_new:
            for picture in draft.pictures:
                picture.product_id = draft.product.pk
            create += draft.pictures
            continue
        if draft.images is None:
            continue
        rows = list(children[draft.product.pk].images) if draft.product.pk in children else []
        by_url = {row.source_url: row for row in rows}
        wanted = {image["url"] for image in draft.images}
        spare = [row for row in rows if row.source_url not in wanted]
        for position, image in enumerate(draft.images):
            row = by_url.get(image["url"])
            if row is None and spare:
                row = spare.pop(0)
                row.source_url, row.error, row.attempts = image["url"], MOVED if row.file else "", 0
                row.state = row.state if row.file else Image.State.LINKED
            if row is None:
                create.append(new_image(position, image, product_id=draft.product.pk))
            elif _place_image(row, position, image):
                update.append(row)
        delete += [row.pk for row in spare]
    if delete:
        Image.objects.filter(pk__in=delete).delete()
    bulk.insert_objects(create)
    if update:
        names = ["role", "alt", "alt_en", "position", "source_url", "state", "error", "attempts"]
        Image.objects.bulk_create(update, update_conflicts=True, unique_fields=["id"], update_fields=names)
    return len(create) + len(update) + len(delete)


def new_image(position: int, image: Mapping[str, str], *, product_id: int | None = None) -> Image:
    return bulk.maker(Image)(
        product_id=product_id, position=position, source_url=image["url"], role=image.get("role", Image.Role.OTHER),
        alt=image.get("alt", ""), alt_en=image.get("alt_en", ""), state=Image.State.LINKED,
    )  # fmt: skip


def _place_image(row: Image, position: int, image: Mapping[str, str]) -> bool:
    row.position = position
    row.role = image.get("role", row.role)
    row.alt, row.alt_en = image.get("alt", row.alt), image.get("alt_en", row.alt_en)
    return True


def write_specs(drafts: Sequence[Draft], children: Mapping[int, Children], room: Room) -> None:
    create: list[ProductSpec] = []
    delete: list[int] = []
    for draft in drafts:
        if not draft.specs:
            continue
        touched = {room.specs[key].pk for key in draft.specs if key in room.specs}
        if draft.product.pk in children:
            delete += [row.pk for row in children[draft.product.pk].specs if row.definition_id in touched]
        for key, value in draft.specs.items():
            if value is not None:
                create += _spec_rows(draft.product, room, room.specs[key], value)
    if delete:
        ProductSpec.objects.filter(pk__in=delete).delete()
    if create:
        ProductSpec.objects.bulk_create(create)


def _spec_rows(product: Product, room: Room, definition: SpecDefinition, value: Any) -> list[ProductSpec]:
    kinds = SpecDefinition.Kind
    if definition.kind == kinds.NUMBER:
        return [ProductSpec(product=product, definition=definition, number=Decimal(value["n"]))]
    if definition.kind == kinds.CHOICE:
        return [
            ProductSpec(product=product, definition=definition, choice_id=room.choices[definition.pk, slug])
            for slug in value
        ]
    if definition.kind == kinds.BOOLEAN:
        return [ProductSpec(product=product, definition=definition, flag=value)]
    return [ProductSpec(product=product, definition=definition, text=value)]


def write_related(drafts: Sequence[Draft], pks: Mapping[str, int], before: Mapping[int, Sequence[str]]) -> None:
    """Links the source names, in its order; links made in the shop stay. `before`: what the source said last time."""
    drop: dict[int, set[int]] = defaultdict(set)
    create: list[Related] = []
    for draft in drafts:
        if draft.related is None:
            continue
        pk = draft.product.pk
        drop[pk] = {pks[other] for other in before.get(pk, ()) if other in pks}
        for position, other in enumerate(dict.fromkeys(draft.related)):
            if other in pks and pks[other] != pk:
                create.append(Related(product_id=pk, other_id=pks[other], position=position))
    old = Related.objects.filter(product_id__in=[pk for pk, others in drop.items() if others])
    if any(drop.values()):
        rows = old.filter(kind=Related.Kind.GOES_WITH).values_list("pk", "product_id", "other_id")
        Related.objects.filter(pk__in=[row for row, pk, other in rows if other in drop[pk]]).delete()
    if create:
        Related.objects.bulk_create(create, ignore_conflicts=True)
