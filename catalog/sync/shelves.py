"""Where incoming products stand: categories, brands and spec definitions, made when they are missing.

What exists is never changed: names, order and texts belong to the shop once a row is there.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.text import slugify

from catalog import taxonomy
from catalog.dummyjson.extension import RemoteCategory, RemoteSpec, Shelves
from catalog.dummyjson.pages import derived_name
from catalog.models import Brand, Category, SpecChoice, SpecDefinition

PLANNED = -1  # stands for a row a rehearsal does not create


def free_slug(wanted: str, taken: Collection[str], *suffixes: str, longest: int) -> str:
    """`wanted`, or with the first suffix that makes it free."""
    for suffix in ("", *(f"-{suffix}" for suffix in suffixes)):
        candidate = wanted[: longest - len(suffix)].rstrip("-") + suffix
        if candidate not in taken:
            return candidate
    number = 2
    while (candidate := f"{wanted[: longest - 8].rstrip('-')}-{number}") in taken:
        number += 1
    return candidate


@dataclass
class Room:
    """The shop's shelves as one source sees them."""

    source: str
    mapping: Mapping[str, str]  # upstream slug -> slug of ours, from the settings
    categories: dict[str, int] = field(default_factory=dict)  # upstream slug -> pk
    slugs: set[str] = field(default_factory=set)
    brands: dict[str, int] = field(default_factory=dict)
    brand_slugs: dict[str, str] = field(default_factory=dict)  # name -> slug
    specs: dict[str, SpecDefinition] = field(default_factory=dict)
    choices: dict[tuple[int, str], int] = field(default_factory=dict)

    def load_categories(self, tree: taxonomy.Tree) -> None:
        by_slug = {slug: category.pk for slug, category in tree.by_slug.items()}
        for category in tree.by_id.values():
            if category.source == self.source:
                self.categories[category.external_slug] = category.pk
        self.slugs = set(by_slug)
        for theirs, ours in self.mapping.items():
            if ours in by_slug:
                self.categories[theirs] = by_slug[ours]

    def load_brands(self) -> None:
        for pk, name, slug in Brand.objects.values_list("pk", "name", "slug"):
            self.brands[name] = pk
            self.brand_slugs[name] = slug

    def brand_name(self, pk: int | None) -> str:
        return next((name for name, known in self.brands.items() if known == pk), "")

    def load_specs(self) -> None:
        self.specs = {definition.key: definition for definition in SpecDefinition.objects.all()}
        rows = SpecChoice.objects.values_list("definition_id", "slug", "pk")
        self.choices = {(definition_id, slug): pk for definition_id, slug, pk in rows}

    def rename_category(self, old: str, new: str, *, name: str, write: bool) -> None:
        """The upstream calls it otherwise now: same row, same address in the shop."""
        pk = self.categories.pop(old)
        self.categories[new] = pk
        if write:
            Category.objects.filter(pk=pk, name=derived_name(old)).update(name=name[:80])
            Category.objects.filter(pk=pk).update(external_slug=new)

    def plan_missing(self, categories: Iterable[str], brands: Iterable[str]) -> None:
        for slug in categories:
            self.categories.setdefault(slug, PLANNED)
        for name in brands:
            self.brands.setdefault(name, PLANNED)
            self.brand_slugs.setdefault(name, "")

    @transaction.atomic
    def make_missing(
        self, *, categories: Collection[str], names: Mapping[str, str], active: bool, brands: Collection[str],
        shelves: Shelves,
    ) -> bool:  # fmt: skip
        """True when the tree is another one now."""
        described = {category.slug: category for category in shelves.categories}
        missing = [slug for slug in [*described, *sorted(categories)] if slug not in self.categories]
        if missing:
            self._make_categories(dict.fromkeys(missing), described, names, active=active)
        self._make_brands([name for name in sorted(brands) if name not in self.brands])
        if shelves.specs:
            self._make_specs(shelves.specs)
        return bool(missing)

    def _make_categories(
        self, slugs: Iterable[str], described: Mapping[str, RemoteCategory], names: Mapping[str, str], *, active: bool
    ) -> None:
        rows = []
        for slug in slugs:
            told = described.get(slug, RemoteCategory(slug, names.get(slug) or derived_name(slug)))
            local = free_slug(slugify(slug) or "categoria", self.slugs, self.source, longest=90)
            self.slugs.add(local)
            rows.append(
                Category(
                    name=told.name[:80],
                    name_en=told.name_en[:80],
                    slug=local,
                    position=told.position,
                    description=told.description[:1000],
                    description_en=told.description_en[:1000],
                    promoted=list(told.promoted),
                    is_active=active,
                    source=self.source,
                    external_slug=slug,
                )
            )
        Category.objects.bulk_create(rows)
        self.categories.update({row.external_slug: row.pk for row in rows})
        for row in rows:
            told_parent = described[row.external_slug].parent if row.external_slug in described else None
            if told_parent in self.categories:
                row.parent_id = self.categories[told_parent]
        children = [row for row in rows if row.parent_id]
        if children:
            Category.objects.bulk_update(children, ["parent"])
        taxonomy.replant()

    def _make_brands(self, names: Collection[str]) -> None:
        rows = []
        taken = set(self.brand_slugs.values())
        for name in names:
            slug = free_slug(slugify(name) or "marca", taken, longest=90)
            taken.add(slug)
            self.brand_slugs[name] = slug
            rows.append(Brand(name=name, slug=slug))
        if rows:
            Brand.objects.bulk_create(rows)
            self.brands.update({row.name: row.pk for row in rows})

    def _make_specs(self, told: Collection[RemoteSpec]) -> None:
        rows = [
            SpecDefinition(
                key=spec.key, url_key=spec.url_key, label=spec.label, label_en=spec.label_en, unit=spec.unit,
                kind=spec.kind, group=spec.group, group_en=spec.group_en, position=spec.position, facet=spec.facet,
                ranges=[list(band) for band in spec.ranges], is_multiple=spec.is_multiple, on_card=spec.on_card,
            )
            for spec in told
            if spec.key not in self.specs
        ]  # fmt: skip
        if rows:
            SpecDefinition.objects.bulk_create(rows)
        fresh = {row.key: row for row in rows}
        self.specs.update(fresh)
        link = SpecDefinition.categories.through
        link.objects.bulk_create(
            [
                link(specdefinition_id=fresh[spec.key].pk, category_id=self.categories[slug])
                for spec in told
                if spec.key in fresh
                for slug in spec.categories
                if slug in self.categories
            ]
        )
        self._make_choices(told)

    def _make_choices(self, told: Collection[RemoteSpec]) -> None:
        rows = [
            SpecChoice(
                definition=self.specs[spec.key], slug=choice.slug, label=choice.label, label_en=choice.label_en,
                swatch=choice.swatch, position=position,
            )
            for spec in told
            for position, choice in enumerate(spec.choices)
            if (self.specs[spec.key].pk, choice.slug) not in self.choices
        ]  # fmt: skip
        if rows:
            SpecChoice.objects.bulk_create(rows)
            self.choices.update({(row.definition_id, row.slug): row.pk for row in rows})
