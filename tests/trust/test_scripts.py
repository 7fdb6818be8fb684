"""Script in any column of text is text on every page. In a browser: `python -m tests.full.scripts_in_browser`."""

import pytest

from tests.trust import day, matrix, scripts

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ASKS = ("anonymous", "customer A", "staff with permission")


@pytest.fixture
def world(settings) -> matrix.World:
    for name, value in day.SETTINGS.items():
        setattr(settings, name, value)
    return matrix.build()


def test_there_are_two_hundred_and_the_reader_sees_them() -> None:
    assert len(set(scripts.payloads())) == 200
    blind = [each for each in scripts.payloads() if not scripts.dangers(f"<p>{each}</p>")]
    assert all("<style" not in each or "onload" not in each for each in blind)
    assert len(blind) <= 48, blind  # those that load or send, which a browser tells


def test_no_page_runs_what_is_stored(world: matrix.World) -> None:
    assert scripts.poison(turn=0) >= 100
    world.renew()
    found, seen = [], 0
    for route in matrix.routes():
        role = ASKS[2] if route.startswith(matrix.BACK_OFFICE) else ASKS[1]
        if "<path:object_id>/delete" in route or route.startswith("api/"):
            continue
        answer = world.clients[role].get(world.path(route, role))
        if answer.status_code >= 500:
            found.append(f"{route}: {answer.status_code}")
        if answer.streaming or not answer.get("Content-Type", "").startswith("text/html"):
            continue
        page = answer.content.decode()
        seen += "canario" in page
        found += [f"{route}: {each}" for each in scripts.dangers(page)]
    assert found == [], "\n".join(found)
    assert seen >= 60
