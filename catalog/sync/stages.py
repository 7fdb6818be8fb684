"""Between the fetch and the report: judge what came, then apply it in chunks."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.conf import settings

from catalog import publication, taxonomy
from catalog.dummyjson import Issue, Kind
from catalog.dummyjson.faults import shown
from catalog.dummyjson.feeds import Reading
from catalog.dummyjson.pages import derived_name
from catalog.models import Brand, Product

from . import demo_past, differences, guards
from .chunks import Applier, candidates, split
from .differences import Approval, Inspection
from .drafts import Desk
from .harvest import Harvest
from .heads import LocalHead
from .options import Usage
from .plan import Plan, identity_lost, plan, price_jumped, renamed_categories
from .report import Report
from .shelves import Room

if TYPE_CHECKING:
    from .run import Context

LOOKED_AT = 1000  # rows per query when what the source said last time is read again


def apply_all(context: "Context", harvest: Harvest, reading: Reading) -> None:
    options, report = context.options, context.report
    guards.check_rejects(options=options, rejected=report.counts["rejected"], seen=harvest.seen)
    local = context.local
    last = context.history.last_seen
    guards.check_size(options=options, seen=len(harvest.heads) + len(harvest.refused), last=last)
    tree = taxonomy.read()
    room = _room(context, harvest, local, tree)
    scope = None
    if options.categories:
        scope = {room.categories[slug] for slug in options.categories if slug in room.categories}
    todo = plan(
        remote=harvest.heads, refused=harvest.refused, local=local,
        reconsider_all=context.reconsiders,
        may_deactivate=options.deactivate and reading.complete and options.scope.allows_deactivation,
        categories=scope,
    )  # fmt: skip
    guards.check_deactivation(options=options, vanished=len(todo.deactivate), active=todo.active)
    lost, jumped = _held(context, harvest, todo)
    report.counts["unchanged"] += todo.unchanged
    if context.approval is not None:
        _hold_to(context.approval, context, harvest, todo, reading, tree=tree, lost=lost, jumped=jumped)
    if not (todo.create or todo.touch or todo.deactivate or reading.shelves.categories or options.rename_categories):
        return
    if _make_room(context, room, harvest, todo, reading):
        tree = taxonomy.read()
    _apply(context, room, harvest, todo, local, tree=tree, lost=lost, jumped=jumped)


def _hold_to(
    approval: Approval, context: "Context", harvest: Harvest, todo: Plan, reading: Reading, *,
    tree: taxonomy.Tree, lost: set[str], jumped: set[str],
) -> None:  # fmt: skip
    """Look once more, with the lock held and nothing written, and go on only with what was approved."""
    local, found = context.local, Inspection()
    dry = replace(context, options=replace(context.options, dry_run=True), report=Report(), inspection=found)
    room = _room(dry, harvest, local, tree)
    _make_room(dry, room, harvest, todo, reading)
    _apply(dry, room, harvest, todo, local, tree=tree, lost=lost, jumped=jumped)
    if context.inspection is not None:
        context.inspection.found = found.found
    try:
        differences.check(approval, found.found)
    except differences.Moved:
        context.report.take_lists(dry.report)
        raise
    differences.narrow(todo, approval, {external_id: head.pk for external_id, head in local.items()})
    if not approval.is_all:
        wanted = harvest.products([*todo.create, *todo.touch])
        harvest.brands = {remote.values["brand"] for remote in wanted if remote.values.get("brand")}


def local_heads(source: str) -> dict[str, LocalHead]:
    rows = Product.objects.filter(source=source).values_list(
        "external_id", "pk", "source_hash", "vanished_at", "category_id", "source_row"
    )
    return {
        external_id: LocalHead(pk, digest, vanished_at is not None, category_id, mark)
        for external_id, pk, digest, vanished_at, category_id, mark in rows.iterator(chunk_size=5000)
    }


def _room(context: "Context", harvest: Harvest, local: Mapping[str, LocalHead], tree: taxonomy.Tree) -> Room:
    """The shelves, with the renames that were asked for, and those that only look like one reported."""
    options, report = context.options, context.report
    room = Room(options.name, settings.SYNC_CATEGORY_MAP)
    room.load_categories(tree)
    for old, new in options.rename_categories.items():
        if old not in room.categories or new in room.categories:
            raise Usage(f"--rename-category {old}={new}: {old} precisa existir e {new} ainda não.")
    known = {slug: pk for slug, pk in room.categories.items() if slug not in options.rename_categories}
    if options.scope.is_whole and local:
        for old, new in renamed_categories(remote=harvest.heads, local=local, known=known):
            message = f"A categoria parece ter mudado de nome. Para manter a mesma: --rename-category {old}={new}"
            report.note("", "category", "category_renamed", f"{old} -> {new}", message)
    return room


def _held(context: "Context", harvest: Harvest, todo: Plan) -> tuple[set[str], set[str]]:
    """Rows that wait for a person, judged by what the source itself said last time."""
    options, report = context.options, context.report
    lost, jumped = set(), set()
    for ids in split(todo.touch, LOOKED_AT):
        said: Mapping[str, Any] = candidates(options.name, ids)
        for remote in harvest.products(external_id for external_id in ids if external_id in said):
            was = said[remote.external_id]
            if identity_lost(was, remote):
                lost.add(remote.external_id)
                _hold_identity(context, remote.external_id, was.get("title"), remote.values["title"])
            elif price_jumped(was, remote) and not (options.accept_price_change or "price" in options.force_fields):
                jumped.add(remote.external_id)
                old, new = was.get("price"), remote.values["price"]
                message = f"O preço na origem passou de {old} para {new}. Fica o que estava."
                report.add(Issue(Kind.HOLD, remote.external_id, "price", "price_jump", shown(new), message))
    guards.check_identity(options=options, lost=lost, seen=len(harvest.heads))
    guards.check_prices(options=options, jumped=jumped, seen=len(harvest.heads))
    return lost, jumped


def _hold_identity(context: "Context", external_id: str, old: object, new: object) -> None:
    if context.options.accept_identity_change:
        return
    message = f"O código parece ter virado outro produto: era {shown(old, 60)}, veio {shown(new, 60)}."
    context.report.add(Issue(Kind.HOLD, external_id, "id", "identity_changed", shown(new), message))


def _make_room(context: "Context", room: Room, harvest: Harvest, todo: Plan, reading: Reading) -> bool:
    """Whatever shelves are missing; True when the category tree is another one now."""
    options, report = context.options, context.report
    needed = {harvest.heads[external_id].category for external_id in [*todo.create, *todo.touch]}
    names: dict[str, str] = {}
    renames = options.rename_categories
    if any(slug not in room.categories for slug in needed):
        names = context.feed.category_names()
    for old, new in renames.items():
        room.rename_category(old, new, name=names.get(new) or derived_name(new), write=not options.dry_run)
    missing = sorted(slug for slug in needed if slug not in room.categories)
    active = not context.history.has_succeeded
    if not active:
        for slug in missing:
            message = "Categoria nova, criada escondida: confira e torne visível."
            report.note("", "category", "new_category", slug, message)
    room.load_brands()
    if reading.shelves.specs:
        room.load_specs()
    if options.dry_run:
        room.plan_missing([*missing, *(c.slug for c in reading.shelves.categories)], harvest.brands)
        return False
    made = room.make_missing(
        categories=missing, names=names, active=active, brands=harvest.brands, shelves=reading.shelves
    )
    return made or bool(renames)


def _apply(
    context: "Context", room: Room, harvest: Harvest, todo: Plan, local: Mapping[str, LocalHead], *,
    tree: taxonomy.Tree, lost: set[str], jumped: set[str],
) -> None:  # fmt: skip
    options, report = context.options, context.report
    brands: dict[int | None, Brand] = {
        pk: Brand(pk=pk, name=name, slug=room.brand_slugs[name]) for name, pk in room.brands.items()
    }
    desk = Desk(options.name, room, context.rate, context.at, options.force_fields, frozenset(jumped))
    pks = {external_id: head.pk for external_id, head in local.items()}
    applier = Applier(
        desk, harvest, report, tree, pks, context.clock, context.beat, options.diff, context.inspection, brands
    )  # fmt: skip
    renewed = sorted(lost) if options.accept_identity_change else []
    touch = [external_id for external_id in todo.touch if external_id not in lost]
    work = [*touch, *todo.create]
    if options.dry_run:
        for external_id in renewed:
            applier.pks.pop(external_id, None)
        report.counts["deactivated"] += len(renewed) + len(todo.deactivate)
        for ids in split([*work, *renewed], options.chunk):
            applier.rehearse(ids)
        for gone in split(todo.deactivate, options.chunk):
            applier.rehearse_gone(gone)
        return
    publication.warm_up()
    for ids in split(renewed, options.chunk):
        applier.detach(ids)
    work += renewed
    done = 0
    for ids in split(work, options.chunk):
        applier.apply(ids)
        done += len(ids)
        context.progress("gravação", done, len(work))
    for ids in split(applier.deferred[:], options.chunk):
        applier.apply(ids, final=True)
    for pks_gone in split(todo.deactivate, options.chunk):
        applier.deactivate(pks_gone)
    if options.is_demo:
        demo_past.tell(source=options.name, at=context.at)
