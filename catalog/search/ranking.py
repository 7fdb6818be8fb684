"""One order of all products, in chunks: any page of any subset without sorting, any single change without reloading."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from catalog.search import bits as bitset

CHUNK = 1024
Key = tuple[int, ...]
KeyOf = Callable[[int], Key]  # position -> its place in the order; distinct for distinct positions


@dataclass(frozen=True)
class Chunk:
    positions: "array[int]"  # in order
    mask: int  # the same as a set

    @classmethod
    def of(cls, positions: Sequence[int], size: int) -> "Chunk":
        return cls(array("I", positions), bitset.from_positions(positions, size))


@dataclass(frozen=True)
class Ranking:
    chunks: tuple[Chunk, ...]
    key_of: KeyOf

    @classmethod
    def build(cls, positions: Sequence[int], key_of: KeyOf, size: int) -> "Ranking":
        order = sorted(positions, key=key_of)
        chunks = (Chunk.of(order[start : start + CHUNK], size) for start in range(0, len(order), CHUNK))
        return cls(tuple(chunks), key_of)

    # --- Reading ------------------------------------------------------------------------------
    def page(self, bits: int, start: int, count: int) -> list[int]:
        """The members of `bits` ranked `start` to `start + count - 1`."""
        found: list[int] = []
        for chunk in self.chunks:
            if len(found) >= count:
                break
            inside = bits & chunk.mask
            if not inside:
                continue
            held = inside.bit_count()
            if start >= held:
                start -= held
                continue
            found += islice(bitset.members(inside, chunk.positions), start, start + count - len(found))
            start = 0
        return found

    def after(self, bits: int, key: Key | None) -> Iterator[int]:
        """Members of `bits` behind `key`, in order; from the start without one."""
        first = 0 if key is None else self._chunk_at(key)
        for number in range(first, len(self.chunks)):
            chunk = self.chunks[number]
            if inside := bits & chunk.mask:
                cut = 0
                if key is not None and number == first:
                    cut = bisect_right(chunk.positions, key, key=self.key_of)
                yield from bitset.members(inside, chunk.positions[cut:])

    def before(self, bits: int, key: Key | None) -> Iterator[int]:
        """Members of `bits` in front of `key`, nearest first; from the end without one."""
        last = len(self.chunks) - 1 if key is None else min(self._chunk_at(key), len(self.chunks) - 1)
        for number in range(last, -1, -1):
            chunk = self.chunks[number]
            if inside := bits & chunk.mask:
                cut = len(chunk.positions)
                if key is not None and number == last:
                    cut = bisect_left(chunk.positions, key, key=self.key_of)
                yield from bitset.members(inside, chunk.positions[:cut][::-1])

    def _chunk_at(self, key: Key) -> int:
        """The chunk `key` lies in or would lie in."""
        return bisect_left(self.chunks, key, key=lambda chunk: self.key_of(chunk.positions[-1]))

    # --- Changing: a new ranking, sharing every chunk that did not change ------------------------
    def without(self, gone: int) -> "Ranking":
        """Without the members of `gone`, found by the keys of before."""
        kept = []
        for chunk in self.chunks:
            if not chunk.mask & gone:
                kept.append(chunk)
            elif left := chunk.mask & ~gone:
                kept.append(Chunk(array("I", bitset.members(left, chunk.positions)), left))
        return Ranking(tuple(kept), self.key_of)

    def with_added(self, positions: Sequence[int], key_of: KeyOf, size: int) -> "Ranking":
        """With `positions` at the places `key_of` gives them; keys of the others must be as before."""
        moved = Ranking(self.chunks, key_of)
        chunks = list(self.chunks)
        by_chunk: dict[int, list[int]] = {}
        for position in positions:
            number = min(moved._chunk_at(key_of(position)), max(len(chunks) - 1, 0))
            by_chunk.setdefault(number, []).append(position)
        for number in sorted(by_chunk, reverse=True):
            held = chunks[number].positions if chunks else ()
            order = sorted([*held, *by_chunk[number]], key=key_of)
            step = CHUNK if len(order) > 2 * CHUNK else len(order)
            chunks[number : number + 1] = [
                Chunk.of(order[start : start + step], size) for start in range(0, len(order), step)
            ]
        return Ranking(tuple(chunks), key_of)
