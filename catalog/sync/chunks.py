"""Applying a few hundred products at once: one short transaction each, safe to repeat."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, IntegrityError, OperationalError, reset_queries, transaction
from django.db.models import CharField, F, Q, QuerySet, Value

from accounts import activity
from catalog import bulk, publication, stock, taxonomy
from catalog.dummyjson import Clock, Issue, Kind, RemoteProduct
from catalog.models import Brand, Product, SlugHistory, StockMove
from iluminacasa.errors import Unavailable

from . import children as below
from . import differences
from .differences import NAMES, Inspection
from .drafts import WRITTEN, Desk, Draft, begin, revise
from .harvest import Harvest
from .memory import collect_now_and_then
from .report import Report
from .shelves import free_slug

ATTEMPTS = 4


class ApplyFailed(Unavailable):
    code = "sync_apply_failed"


def split[T](rows: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


@dataclass
class Applier:
    desk: Desk
    harvest: Harvest
    report: Report
    tree: taxonomy.Tree
    pks: dict[str, int]  # external id -> pk of every product of the source
    clock: Clock
    beat: Callable[[], None]
    diff: bool = False
    inspection: Inspection | None = None
    brands: dict[int | None, Brand] = field(default_factory=dict)
    deferred: list[str] = field(default_factory=list)
    late: set[str] = field(default_factory=set)  # approved, and then changed by somebody before they were written

    def rehearse(self, external_ids: Collection[str]) -> None:
        """The same reads and the same counts, without a write."""
        for draft in self._drafts(self.harvest.products(external_ids), lock=False)[0]:
            self._count(draft)
            if self.inspection is not None and (found := differences.of_draft(draft, self.desk, self.tree)):
                self.inspection.found.append(found)

    def rehearse_gone(self, pks: Collection[int]) -> None:
        if self.inspection is not None:
            rows = Product.objects.filter(pk__in=pks).order_by("pk").values_list("external_id", "pk", "title")
            self.inspection.found += [differences.of_gone(*row) for row in rows]

    def apply(self, external_ids: Collection[str], *, final: bool = False) -> None:
        remotes = self.harvest.products(external_ids)
        drafts, images = self._repeat(lambda: self._write(remotes, final=final))
        self.report.counts["chunks"] += 1
        collect_now_and_then(self.report.counts["chunks"])
        self.report.counts["images"] += images
        for draft in drafts:
            if not final:
                self._count(draft)
            self.pks[draft.remote.external_id] = draft.product.pk
            if draft.deferred:
                self.deferred.append(draft.remote.external_id)
        for external_id in sorted(self.late & set(external_ids)):
            message = "Mudou na loja enquanto era gravado. Fica como estava."
            self.report.add(Issue(Kind.HOLD, external_id, "", "moved", "", message))

    def deactivate(self, pks: Collection[int]) -> None:
        def write() -> int:
            with transaction.atomic():
                self.beat()
                gone = Product.objects.filter(pk__in=pks, vanished_at=None)
                count = gone.update(vanished_at=self.desk.at, updated_at=self.desk.at)
                publication.refresh(product_ids=pks, at=self.desk.at, tree=self.tree)
                self._log([activity.Entry(product, note="Saiu da origem.") for product in self._asked_about(pks)])
                return count

        self.report.counts["deactivated"] += self._repeat(write)
        self.report.counts["chunks"] += 1

    def detach(self, external_ids: Collection[str]) -> None:
        """The id means another article now: the old one keeps its row and address, off the source and the shelf."""

        def write() -> int:
            with transaction.atomic():
                self.beat()
                old = list(Product.objects.filter(source=self.desk.source, external_id__in=external_ids))
                for product in old:
                    product.source, product.source_hash = "", ""
                    product.external_id = Product._meta.get_field("external_id").get_default()
                    product.vanished_at = product.vanished_at or self.desk.at
                    product.updated_at = self.desk.at
                columns = ["source", "source_hash", "external_id", "vanished_at", "updated_at"]
                Product.objects.bulk_update(old, columns)
                publication.refresh(product_ids=[p.pk for p in old], at=self.desk.at, tree=self.tree)
                return len(old)

        self.report.counts["deactivated"] += self._repeat(write)
        for external_id in external_ids:
            self.pks.pop(external_id, None)

    def _repeat[T](self, write: Callable[[], T]) -> T:
        """A locked database is often free a moment later; a full disk is not."""
        for attempt in range(ATTEMPTS):
            try:
                result = write()
            except (OperationalError, IntegrityError) as error:
                if attempt + 1 == ATTEMPTS:
                    raise self._failed(error) from error
                self.report.counts["retries"] += 1
                self.clock.sleep(0.5 * 2**attempt)
            except DatabaseError as error:
                raise self._failed(error) from error
            else:
                reset_queries()
                return result
        raise AssertionError("the loop above returns or raises")

    def _failed(self, error: Exception) -> ApplyFailed:
        done = self.report.counts["chunks"]
        return ApplyFailed(f"O banco de dados falhou ({type(error).__name__}); {done} blocos aplicados.")

    def _write(self, remotes: Sequence[RemoteProduct], *, final: bool) -> tuple[list[Draft], int]:
        here = {remote.external_id for remote in remotes}
        fresh = [begin(self.desk, remote) for remote in remotes if remote.external_id not in self.pks]
        known = [remote for remote in remotes if remote.external_id in self.pks]
        # Before the lock: whoever takes one of these addresses meanwhile makes the insert fail, and all begins anew.
        claimed = self._settle(fresh, here=here, claimed={}, final=final)
        self._rehearse(fresh)
        with transaction.atomic():
            self.beat()
            drafts, children, before = self._drafts(known, lock=True)
            drafts = drafts if final else self._as_approved(drafts)
            self._settle(drafts, here=here, claimed=claimed, final=final)
            for draft in drafts:
                if draft.shows_change:
                    draft.product.updated_at = self.desk.at
                    publication.derive(draft.product, at=self.desk.at, tree=self.tree)
            drafts = fresh + drafts
            self._save(drafts)
            images = below.write_images(drafts, children)
            below.write_specs(drafts, children, self.desk.room)
            if any(draft.related is not None for draft in drafts):
                new = {draft.remote.external_id: draft.product.pk for draft in fresh}
                below.write_related(drafts, self.pks | new, before)
            self._publish(drafts)
            self._tell(drafts)
        return drafts, images

    def _as_approved(self, drafts: list[Draft]) -> list[Draft]:
        """Their rows are locked now: what differs from what somebody said yes to is left out."""
        if self.inspection is None or self.inspection.approval is None:
            return drafts
        seals, kept = self.inspection.approval.seals, []
        for draft in drafts:
            found = differences.of_draft(draft, self.desk, self.tree)
            external_id = draft.remote.external_id
            if seals.get(external_id) == (found.seal if found is not None else None):
                kept.append(draft)
            else:
                self.late.add(external_id)
        return kept

    def _tell(self, drafts: Sequence[Draft]) -> None:
        """What a person had done stands in the log of activity, and can be undone there."""
        if self.inspection is None or self.inspection.approval is None:
            return
        shown = [draft for draft in drafts if draft.shows_change]
        added = [activity.Entry(draft.product, note="Veio da origem.") for draft in shown if draft.is_new]
        changed = [
            activity.Entry(
                draft.product, differences.changes_of(draft, self.desk.room, self.tree), differences.note_of(draft)
            )
            for draft in shown if not draft.is_new
        ]  # fmt: skip
        self._log(added, verb=activity.Verb.ADDED)
        self._log(changed)

    def _log(self, entries: Sequence[activity.Entry], *, verb: str = activity.Verb.CHANGED) -> None:
        approval = self.inspection.approval if self.inspection is not None else None
        if approval is not None and entries:
            activity.record_many(
                by=approval.by, entries=entries, at=self.desk.at, verb=verb, batch=approval.act,
                note=f"Sincronização de {self.desk.source}",
            )  # fmt: skip

    def _asked_about(self, pks: Collection[int]) -> Collection[Product]:
        if self.inspection is None or self.inspection.approval is None:
            return ()
        return Product.objects.filter(pk__in=pks).order_by("pk").only("title")

    def _rehearse(self, fresh: Sequence[Draft]) -> None:
        """All that can be made of new products while nobody waits for us."""
        for draft in fresh:
            product = draft.product
            product.updated_at = self.desk.at
            product.category = self.tree.by_id[product.category_id]
            product.brand = self.brands.get(product.brand_id)
            draft.pictures = [below.new_image(place, image) for place, image in enumerate(draft.images or ())]
            if draft.is_plain_new:
                draft.debut = publication.rehearse(
                    product=product, images=draft.pictures, at=self.desk.at, tree=self.tree
                )
            else:
                publication.derive(product, at=self.desk.at, tree=self.tree)

    def _publish(self, drafts: Sequence[Draft]) -> None:
        """What is derived of these rows; of new ones without specs nothing has to be read back."""
        plain_new = [draft.product for draft in drafts if draft.is_plain_new]
        if plain_new:
            debuts = [draft.debut for draft in drafts if draft.debut is not None]
            publication.introduce(products=plain_new, debuts=debuts, at=self.desk.at)
        others = [draft.product.pk for draft in drafts if draft.shows_change and not draft.is_plain_new]
        if others:
            publication.refresh(product_ids=others, at=self.desk.at, tree=self.tree)

    def _drafts(
        self, remotes: Sequence[RemoteProduct], *, lock: bool
    ) -> tuple[list[Draft], dict[int, below.Children], dict[int, list[str]]]:
        ids = [remote.external_id for remote in remotes if remote.external_id in self.pks]
        rows: dict[str, Product] = {}
        if ids:
            query: QuerySet[Product] = Product.objects.filter(source=self.desk.source, external_id__in=ids)
            rows = {row.external_id: row for row in (query.select_for_update().order_by("pk") if lock else query)}
        needs_images, needs_specs = [], []
        for remote in remotes:
            row = rows.get(remote.external_id)
            if row is None:
                continue
            if remote.values.get("images") != row.source_base.get("images") or "images" in self.desk.force:
                needs_images.append(row.pk)
            if "specs" in remote.values:
                needs_specs.append(row.pk)
        children = below.load(rows.values(), with_images=needs_images, with_specs=needs_specs)
        before = {row.pk: row.source_base.get("related", []) for row in rows.values()}
        drafts = []
        for remote in remotes:
            row = rows.get(remote.external_id)
            drafts.append(begin(self.desk, remote) if row is None else revise(self.desk, remote, row, children[row.pk]))
        return drafts, children, before

    def _settle(
        self, drafts: Sequence[Draft], *, here: Collection[str], claimed: dict[str, str], final: bool
    ) -> dict[str, str]:
        """Addresses and SKUs that are free; what points to a product still to come waits for the last pass.

        `here`: ids of the whole chunk; `claimed`: who in it took which SKU so far. Returns the same with these.
        """
        slugs, skus = self._taken(drafts)
        skus |= claimed
        for draft in drafts:
            product = draft.product
            if draft.is_new:
                suffixes = (product.external_id.lower(), f"{self.desk.source}-{product.external_id.lower()}")
                product.slug = free_slug(product.slug, slugs, *map(_slug_part, suffixes), longest=220)
                slugs.add(product.slug)
            if product.sku and (draft.is_new or "sku" in draft.changes):
                owner = skus.setdefault(product.sku, product.external_id)
                if owner != product.external_id:
                    self._blank_sku(draft, final=final)
            waits = [other for other in draft.related or () if other not in self.pks and other not in here]
            if not final and any(other in self.harvest.heads for other in waits):
                product.source_base.pop("related", None)
                draft.deferred = True
            if draft.deferred:
                product.source_hash = ""
        return skus

    def _blank_sku(self, draft: Draft, *, final: bool) -> None:
        sku, draft.product.sku = draft.product.sku, ""
        draft.product.source_base["fields"]["sku"] = ""
        if final:
            draft.changes.pop("sku", None)
            message = "Outro produto já tem este SKU; este fica sem."
            self.report.note(draft.remote.external_id, "sku", "sku_taken", sku, message)
        else:
            draft.deferred = True  # the other one may give it up in this very run

    def _taken(self, drafts: Sequence[Draft]) -> tuple[set[str], dict[str, str]]:
        """Of the addresses and SKUs wanted here, those that exist: one query."""
        wanted = set()
        for draft in drafts:
            if draft.is_new:
                slug, own = draft.product.slug, _slug_part(draft.product.external_id.lower())
                wanted |= {slug, f"{slug}-{own}", f"{slug}-{self.desk.source}-{own}"}
        skus = {draft.product.sku for draft in drafts if draft.product.sku and (draft.is_new or "sku" in draft.changes)}
        if not wanted and not skus:
            return set(), {}
        columns = ("slug", "sku", "source", "external_id")
        has_sku = Q(sku__in=skus) & ~Q(sku="")  # in the words of the index, or the whole table is read
        rows = Product.objects.filter(Q(slug__in=wanted) | has_sku).values_list(*columns)
        empty = Value("", output_field=CharField())
        old = SlugHistory.objects.filter(slug__in=wanted).values_list("slug", empty, empty, empty)
        slugs, owners = set(), {}
        for slug, sku, source, external_id in rows.union(old, all=True):
            slugs.add(slug)
            if sku:
                owners[sku] = external_id if source == self.desk.source else f"{source}/{external_id}"
        return slugs, owners

    def _save(self, drafts: Sequence[Draft]) -> None:
        new = [draft.product for draft in drafts if draft.is_new]
        if new:
            bulk.insert_objects(new)
        known = [draft.product for draft in drafts if not draft.is_new and draft.must_write]
        if known:
            columns = [*WRITTEN, "stock"] if "stock" in self.desk.force else WRITTEN
            bulk.upsert_objects(known, unique=["source", "external_id"], update=columns)
        moved = [draft for draft in drafts if draft.stock_delta]
        for cause, is_new in ((StockMove.Cause.INITIAL, True), (StockMove.Cause.SYNC, False)):
            changes = [
                (draft.product.pk, draft.stock_delta, draft.product.stock) for draft in moved if draft.is_new is is_new
            ]
            if changes:
                note = stock.Note(cause, self.desk.source, self.desk.at, None)
                stock.record_many(changes=changes, note=note)

    def _count(self, draft: Draft) -> None:
        counts, external_id = self.report.counts, draft.remote.external_id
        if draft.is_new:
            counts["created"] += 1
        elif draft.reactivated:
            counts["reactivated"] += 1
        else:
            counts["updated" if draft.shows_change else "unchanged"] += 1
        for clash in draft.clashes:
            self.report.conflict(external_id, clash.name, clash.mine, clash.theirs)
        for name, code, value, message in draft.notes:
            self.report.note(external_id, name, code, value, message)
        if self.diff:
            self._show(draft)

    def _show(self, draft: Draft) -> None:
        external_id, product = draft.remote.external_id, draft.product
        if draft.is_new:
            self.report.changed(external_id, "", "", product.title)
        for column, old in draft.changes.items():
            self.report.changed(external_id, NAMES[column], old, getattr(product, column))
        for key, value in draft.specs.items() if not draft.is_new else ():
            self.report.changed(external_id, f"specs.{key}", draft.was.get(f"specs.{key}"), value)
        if draft.images is not None and not draft.is_new:
            self.report.changed(external_id, "images", draft.was["images"], [image["url"] for image in draft.images])


def _slug_part(external_id: str) -> str:
    if external_id.isalnum() and external_id.isascii():
        return external_id
    return "".join(char if char.isascii() and char.isalnum() else "-" for char in external_id).strip("-") or "x"


def candidates(source: str, external_ids: Sequence[str]) -> Mapping[str, Any]:
    """What the source said last time about these products: for the guards, before anything is written."""
    rows = Product.objects.filter(source=source, external_id__in=external_ids, source_base__has_key="upstream")
    return dict(rows.values_list("external_id", F("source_base__upstream")))
