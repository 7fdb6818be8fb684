"""The category tree, whole in memory: a shop has hundreds of categories, not millions."""

import threading
from collections import defaultdict
from dataclasses import dataclass, field

from django.db import transaction

from catalog.models import CatalogueState, Category
from iluminacasa.errors import Conflict

MAX_DEPTH = 8


class CategoryLoop(Conflict):
    code = "category_loop"
    title = "Categoria dentro dela mesma"
    default_message = "Uma categoria não pode ficar dentro dela mesma nem de uma filha."


@dataclass(frozen=True)
class Tree:
    """Every category, in the order of the shop window."""

    by_id: dict[int, Category]
    by_slug: dict[str, Category]
    child_ids: dict[int | None, list[int]]
    active_ids: frozenset[int] = field(default_factory=frozenset)  # active with all their ancestors

    def get(self, category_id: int) -> Category | None:
        return self.by_id.get(category_id)

    def children(self, category_id: int | None) -> list[Category]:
        """Active children, in order; of None, the roots."""
        return [self.by_id[child] for child in self.child_ids.get(category_id, []) if child in self.active_ids]

    def ancestors(self, category_id: int) -> list[Category]:
        """From the root to the category itself."""
        chain: list[Category] = []
        current = self.by_id.get(category_id)
        while current is not None and len(chain) < MAX_DEPTH:
            chain.append(current)
            current = self.by_id.get(current.parent_id) if current.parent_id else None
        return chain[::-1]

    def descendants(self, category_id: int) -> set[int]:
        """Ids of the category and of everything below it."""
        found = {category_id}
        waiting = [category_id]
        while waiting:
            for child in self.child_ids.get(waiting.pop(), []):
                if child not in found:
                    found.add(child)
                    waiting.append(child)
        return found


def build(categories: list[Category]) -> Tree:
    by_id = {category.pk: category for category in categories}
    child_ids: dict[int | None, list[int]] = defaultdict(list)
    for category in sorted(categories, key=lambda c: (c.position, c.name, c.pk)):
        child_ids[category.parent_id].append(category.pk)
    tree = Tree(by_id=by_id, by_slug={c.slug: c for c in categories}, child_ids=dict(child_ids))
    active = frozenset(
        category.pk for category in categories if all(step.is_active for step in tree.ancestors(category.pk))
    )
    return Tree(by_id=by_id, by_slug=tree.by_slug, child_ids=tree.child_ids, active_ids=active)


def read() -> Tree:
    """Straight from the database: for writers."""
    return build(list(Category.objects.all()))


class _Kept:
    """The tree of one content version, shared by the threads of a process."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.version: int | None = None
        self.tree: Tree | None = None

    def at(self, version: int) -> Tree:
        tree = self.tree
        if tree is None or self.version != version:
            with self.lock:
                tree = read()
                self.tree, self.version = tree, version
        return tree


_kept = _Kept()


def load(*, version: int | None = None) -> Tree:
    """For readers: at most one query when nothing changed (none when the caller knows the content version)."""
    if version is None:
        version = CatalogueState.objects.values_list("version", flat=True).get(pk=1)
    return _kept.at(version)


@transaction.atomic
def place(*, category: Category, parent: Category | None) -> None:
    """Hang a category elsewhere; refused when that would close a loop."""
    tree = read()
    if parent is not None and category.pk and parent.pk in tree.descendants(category.pk):
        raise CategoryLoop(field="parent")
    category.parent = parent
    category.save()
    replant()


def replant() -> None:
    """Write every category's `path` anew."""
    tree = read()
    changed = []
    for category in tree.by_id.values():
        path = "/" + "/".join(str(step.pk) for step in tree.ancestors(category.pk)) + "/"
        if category.path != path:
            category.path = path
            changed.append(category)
    Category.objects.bulk_update(changed, ["path"])
