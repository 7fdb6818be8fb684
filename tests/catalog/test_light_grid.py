"""Light point by point, against five grids worked out by hand, and against the lumen method."""

import random

import pytest

from catalog.lighting import drawing, lumens, rooms
from catalog.lighting.grid import Group, direct_lux, heat_map, layout

QUARTERS = ((1.0, 1.0), (3.0, 1.0), (1.0, 3.0), (3.0, 3.0))
# Lamps (lumens, beam, height, places) -> what (x, y) gets straight from them, in lux.
GRIDS = {
    "a matt lamp, I = 1000/pi = 318.31 cd, 2 m up": (
        [Group(1000, 120, 2, ((2, 2),))],
        {(2, 2): 79.58, (0, 2): 19.894, (2, 4): 19.894, (0, 0): 8.842, (4, 0): 8.842},
    ),
    "an even globe, I = 1000/4pi = 79.58 cd, 2 m up": (
        [Group(1000, 360, 2, ((2, 2),))],
        {(2, 2): 19.894, (4, 2): 7.034, (0, 0): 3.829},
    ),
    "a spot of 60 degrees, I = 463.05 cd, falls as cos^4.8188": (
        [Group(500, 60, 1.5, ((2, 2),))],
        {(2, 2): 205.80, (3.5, 2): 13.697, (2, 0.5): 13.697},
    ),
    "four matt lamps over the quarters of 4 x 4 m": (
        [Group(1000, 120, 2, QUARTERS)],
        {(2, 2): 141.47, (0, 0): 50.991, (2, 0): 83.728, (4, 2): 83.728},
    ),
    "a bulb of 220 degrees, I = 95.586 cd, with the matt lamp beside it": (
        [Group(806, 220, 1.85, ((0, 0),)), Group(1000, 120, 2, ((40, 40),))],
        {(0, 0): 27.929, (1, 0): 19.013, (1.5, 2): 5.878},
    ),
}


@pytest.mark.parametrize("name", list(GRIDS))
def test_the_direct_light_of_a_grid(name: str) -> None:
    groups, places = GRIDS[name]
    worked = {place: direct_lux(groups, *place) for place in places}
    assert worked == pytest.approx(places, rel=0.01)


def room(length: float, width: float, *, height: float = 2.6, walls: str = "light") -> rooms.Room:
    return rooms.described(kind_key="bedroom", length=length, width=width, height=height, walls_key=walls)


def test_a_map_is_the_direct_light_between_cleanings_and_what_the_faces_return() -> None:
    """4 x 4 m, lamps 1.85 m above the plane, one matt lamp: the cell in the middle of the near row, by hand."""
    light = heat_map(room(4, 4), [Group(1000, 120, 1.85, ((2, 2),))])
    assert (len(light.xs), len(light.ys), light.xs[0], light.ys[-1]) == (16, 16, 0.125, 3.875)
    square = 0.125**2 + 1.875**2 + 1.85**2
    by_hand = 0.8 * 318.31 * 1.85**2 / square**2
    assert light.direct[0][7] == light.direct[0][8] == pytest.approx(by_hand, rel=1e-4)
    straight = light.direct_mean * 16 / 800
    first = straight * 0.2 + (1 - straight) * 0.7
    mean = (0.7 * 16 + 0.2 * 16 + 0.7 * 29.6) / 61.6
    assert light.returned == pytest.approx(800 * first / (61.6 * (1 - mean)), rel=1e-6)


@pytest.mark.parametrize("count", range(1, 25))
def test_lamps_hang_in_a_pattern_that_mirrors_itself(count: int) -> None:
    for length, width in ((4, 3), (6, 1.2), (2, 5)):
        points = layout(count, length, width)
        places = {(round(x, 6), round(y, 6)) for x, y in points}
        assert len(places) == count
        assert places == {(round(length - x, 6), round(y, 6)) for x, y in points}
        assert places == {(round(x, 6), round(width - y, 6)) for x, y in points}


def test_five_lamps_hang_like_the_five_of_a_die() -> None:
    assert layout(5, 4, 3) == ((1, 0.5), (3, 0.5), (2, 1.5), (1, 2.5), (3, 2.5))


def test_the_mean_agrees_with_the_lumen_method() -> None:
    """In 200 rooms with two or more lamps; single ones are looked at where plans are made."""
    chance = random.Random(806)
    for _ in range(200):
        length, width = chance.uniform(2, 7), chance.uniform(2, 7)
        shown = room(length, width, height=chance.uniform(2.3, 3.4), walls=chance.choice(["light", "medium", "dark"]))
        beam, count = chance.choice([36, 60, 90, 120, 180, 220, 300, 360]), chance.randint(2, 9)
        high = shown.drop_to_plane(0)
        light = heat_map(shown, [Group(806, beam, high, layout(count, length, width))])
        share = lumens.utilisation(lumens.room_index(length, width, high), beam, shown.walls.reflects)
        reckoned = lumens.lux_of(806 * count, shown.area, share)
        assert light.mean == pytest.approx(reckoned, rel=0.2), (shown, beam, count)


def test_lines_of_equal_light_close_and_hold_what_is_brighter() -> None:
    light = heat_map(room(4, 3), [Group(2000, 60, 1.85, ((2, 1.5),))])
    level = (light.lowest + light.highest) / 2
    path = drawing.outline(light, level)
    assert (path.count("M"), path.count("z")) == (1, 1)
    places = [tuple(map(int, each.split())) for each in path[1:-1].split("L")]
    xs, ys = [x for x, _ in places], [y for _, y in places]
    assert (min(xs) + max(xs), min(ys) + max(ys)) == (400, 300)
    assert 0 < min(xs) < max(xs) < 400
    assert drawing.outline(light, light.lowest) == "M0 0L0 300L400 300L400 0z"


def test_two_pools_of_light_are_two_lines() -> None:
    light = heat_map(room(6, 2), [Group(1000, 36, 1.85, ((1.5, 1), (4.5, 1)))])
    assert drawing.outline(light, light.highest / 2).count("M") == 2
