"""A lit room: as bright as the lumen method says, bright where the beam falls, and drawn by attributes alone."""

import re
from math import pi

import pytest
from django.template.loader import render_to_string

from catalog.lighting import furniture, lumens, rooms, scene_drawing, scene_sheet
from catalog.lighting.scene import CEILING, HANGING, NEAR, STANDING, TABLE, UP, WALL, Fixture, Scene


def room(length: float = 5, width: float = 4, height: float | None = 2.6, walls: str = "light") -> rooms.Room:
    return rooms.described(kind_key="living_room", length=length, width=width, height=height, walls_key=walls)


def scene(form: str = HANGING, flux: float = 806, beam: float = 110, count: int = 1, kelvin: int = 2700) -> Scene:
    return Scene(room(), [Fixture(form, flux, beam, count)], kelvin)


# --- Brightness --------------------------------------------------------------------------------------
def test_the_mean_is_that_of_the_calculator() -> None:
    index = lumens.room_index(5, 4, 2.6 - 0.75)
    share = lumens.utilisation(index, 120, 0.7)
    assert scene(CEILING, 2160, 120, 2).lux == pytest.approx(2 * 2160 * share * 0.8 / 20)
    unmeasured = Scene(room(height=None), [Fixture(CEILING, 2160, 120, 2)], 3000)
    assert unmeasured.lux == pytest.approx(2 * 2160 * 0.6 * 0.8 / 20) == pytest.approx(103.68)


def test_twice_the_lumens_are_twice_the_light_everywhere() -> None:
    one, two = scene(flux=400), scene(flux=800)
    assert two.lux == pytest.approx(2 * one.lux)
    for place, faces in (((0.5, 0.0, 0.5), UP), ((0.1, 0.4, 0.0), NEAR)):
        assert two.level(place, faces) == pytest.approx(2 * one.level(place, faces))


def test_under_the_lamp_the_floor_gets_what_the_inverse_square_says() -> None:
    """A lamp of 120° shines with its flux / pi candelas straight down: 1 000 lm, 2 m above the floor, 0.8 kept."""
    lit = Scene(room(), [Fixture(HANGING, 1000, 120, 1)], 3000)
    straight = (lit.level((0.5, 0.0, 0.5), UP) - lit.returned / 150) * 150
    assert straight == pytest.approx(0.8 * 1000 / pi / 2.0**2)
    assert straight == pytest.approx(63.66, abs=0.01)


def test_a_narrow_beam_is_bright_below_and_dark_beside() -> None:
    narrow, wide = scene(CEILING, beam=24), scene(CEILING, beam=120)
    below, beside = (0.5, 0.0, 0.5), (0.05, 0.0, 0.5)
    assert narrow.level(below, UP) > 8 * wide.level(below, UP)
    assert narrow.level(beside, UP) < wide.level(beside, UP)


def test_nothing_falls_straight_on_a_face_turned_away() -> None:
    lit = scene(HANGING, beam=360)
    assert lit.level((0.5, 0.0, 0.5), (0.0, -1.0, 0.0)) == pytest.approx(lit.returned / 150)


@pytest.mark.parametrize(
    ("flux", "words"),
    [
        (200, "só um ponto de luz, o resto na penumbra"),
        (806, "penumbra, para conversar ou ver um filme"),
        (2000, "luz baixa, de descanso"),
        (4000, "luz de uso geral, a que a norma pede"),
        (9000, "luz forte, mais do que a norma pede"),
    ],
)
def test_the_brightness_in_words(flux: float, words: str) -> None:
    assert scene(flux=flux).words == words


@pytest.mark.parametrize(
    ("form", "beam", "pool"), [(CEILING, 60, 2.86), (HANGING, 90, 4.0), (HANGING, 360, None), (WALL, 60, None)]
)
def test_the_circle_on_the_floor(form: str, beam: float, pool: float | None) -> None:
    found = scene(form, beam=beam).pool()
    assert found == (None if pool is None else pytest.approx(pool, abs=0.005))


# --- Where lamps are -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("form", "count", "places"),
    [
        (HANGING, 1, [(0.5, 0.769, 0.5)]),
        (CEILING, 2, [(0.25, 0.954, 0.5), (0.75, 0.954, 0.5)]),
        (WALL, 2, [(0.36, 0.673, 0.02), (0.64, 0.673, 0.02)]),
        (TABLE, 1, [(0.8, 0.385, 0.1)]),
        (STANDING, 1, [(0.83, 0.596, 0.14)]),
    ],
)
def test_each_form_has_its_place(form: str, count: int, places: list[tuple[float, float, float]]) -> None:
    found = scene(form, count=count).sources
    assert [tuple(round(each, 3) for each in source.at) for source in found] == places


# --- The drawing -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", furniture.ROOMS)
@pytest.mark.parametrize("form", [HANGING, CEILING, WALL, TABLE, STANDING])
def test_every_room_is_drawn_by_attributes_alone(kind: str, form: str) -> None:
    beam = 360 if form == STANDING else 60
    drawing = scene_drawing.draw(scene(form, beam=beam, count=2), kind=kind, name="one")
    text = render_to_string("catalog/_scene.html", {"drawing": drawing, "alt": "Sala"})
    assert not re.search(r"style=|<style|<script|on\w+=|NaN|nan|inf", text)
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids)) == 11
    assert {each.removeprefix("url(#").removesuffix(")") for each in re.findall(r"url\(#[\w-]+\)", text)} <= set(ids)
    assert len(text) < 45_000


def colours(kelvin: int, flux: float) -> dict[str, str]:
    drawing = scene_drawing.draw(scene(flux=flux, kelvin=kelvin), kind="sala")
    return {face.name: face.patches[len(face.patches) // 2][0] for face in drawing.faces}


def test_the_picture_follows_kelvin_and_lumens() -> None:
    assert colours(2700, 806) == {
        "ceiling": "#4A4036", "left": "#4E4133", "right": "#4E4133", "back": "#685641", "floor": "#4F321A",
    }  # fmt: skip
    assert colours(6500, 806)["back"] == "#4D5B66"
    assert colours(2700, 3000)["back"] == "#AC916C"


# --- In words -----------------------------------------------------------------------------------------------
def test_the_picture_is_told() -> None:
    assert scene_sheet.told(scene(beam=90), "Sala de estar", "Pendente").replace("\u00a0", " ") == (
        "Sala de estar à noite, só com Pendente: luz quente de 2700 K. São 806 lm em 20 m², em média 32 lx: "
        "penumbra, para conversar ou ver um filme. O facho de 90° desenha no piso um círculo de 4 m."
    )
    assert "círculo" not in scene_sheet.told(scene(beam=360), "Sala", "Pendente")
    assert "O facho de 170° alcança o ambiente inteiro." in scene_sheet.told(scene(beam=170), "Sala", "Pendente")
