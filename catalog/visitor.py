"""What a visitor picks is kept in the account or in the browser, whichever door it is picked at."""

from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from catalog import choices, favorites
from catalog.choices import Choices
from catalog.context_processors import choices_of, guest_choices, person_of


def keep(response: HttpResponse, picked: Choices) -> None:
    """Write the visitor's choices back, or take the cookie away when nothing is left."""
    text = choices.write(picked)
    if not text:
        response.delete_cookie(choices.COOKIE, samesite="Lax")
        return
    response.set_cookie(
        choices.COOKIE, text, max_age=choices.COOKIE_AGE, secure=settings.IS_HTTPS, httponly=True, samesite="Lax"
    )


def keep_beside_account(request: HttpRequest, response: HttpResponse, picked: Choices) -> None:
    """The same; an account keeps its favourites itself."""
    keep(response, picked if person_of(request) is None else choices.clear_favorites(picked))


def note_seen(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The browser of who has picked something before remembers the product this page shows as well."""
    shown = vars(request).get("shown_product")
    if not shown:
        return response
    picked = choices_of(request)
    if not picked.is_empty and (seen := choices.see(picked, shown)) != picked:
        keep(response, seen)
    return response


def add_favorite(request: HttpRequest, picked: Choices, product_id: int) -> Choices:
    """What is chosen from then on; `FavoritesFull` past the limit."""
    person, now = person_of(request), timezone.now()
    if person is None:
        return choices.add_favorite(picked, product_id)
    favorites.fold(user=person, guest=guest_choices(request).favorites, at=now)
    favorites.add(user=person, product_id=product_id, at=now)
    return replace(picked, favorites=favorites.of(person))


def remove_favorite(request: HttpRequest, picked: Choices, product_id: int) -> Choices:
    person = person_of(request)
    if person is None:
        return choices.remove_favorite(picked, product_id)
    favorites.fold(user=person, guest=guest_choices(request).favorites, at=timezone.now())
    favorites.remove(user=person, product_id=product_id)
    return replace(picked, favorites=favorites.of(person))
