"""Favourites, comparison and theme of a visitor: pages and the small forms that change them."""

from collections.abc import Callable
from functools import partial
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from catalog import cards, choices, comparison
from catalog import favorites as kept
from catalog.choices import Choices
from catalog.context_processors import choices_of, guest_choices, person_of
from catalog.models import Product
from catalog.views.answers import is_partial, next_url
from catalog.visitor import add_favorite, keep, keep_beside_account, remove_favorite
from iluminacasa import limits
from iluminacasa.context_processors import THEME_COOKIE, THEMES
from iluminacasa.errors import Missing, ShopError
from iluminacasa.returning import posted_from, see_other

Change = Callable[[Choices, int], Choices]
THEME_AGE = 365 * 24 * 3600  # seconds
NOINDEX = "noindex,follow"


# --- Pages ---------------------------------------------------------------------------------------
@require_safe
def favorites(request: HttpRequest) -> HttpResponse:
    """The visitor's own list, or with `?p=` a list somebody shared."""
    shared, person = request.GET.get("p"), person_of(request)
    own_ids = list(favorites_of(request, person))
    ids = shared_ids(shared) if shared is not None else own_ids
    shown = cards.views(ids)
    slugs = ",".join(card["slug"] for card in shown)
    own = reverse("catalog:favorites")
    context = {
        "cards": shown,
        "is_shared": shared is not None,
        "share_url": f"{settings.SITE_URL}{own}?{urlencode({'p': slugs})}" if shown else "",
        "is_kept": person is not None,
        "can_clear": shared is None and bool(shown),
        "meta": {"title": _("Favoritos"), "robots": NOINDEX},
        "breadcrumbs": [{"name": _("Favoritos"), "url": own}],
    }
    response = render(request, "catalog/favorites.html", context)
    if person is not None and guest_choices(request).favorites:
        keep(response, choices.clear_favorites(guest_choices(request)))
    return response


def favorites_of(request: HttpRequest, person: User | None) -> tuple[int, ...]:
    """The list of who asks. What a browser remembered goes into the account it signed in to."""
    guest = guest_choices(request).favorites
    if person is None:
        return guest
    if guest:
        kept.fold(user=person, guest=guest, at=timezone.now())
    return kept.of(person)


def shared_ids(text: str) -> list[int]:
    """Ids of the shown products a shared address names, in its order."""
    slugs = [slug for slug in text.replace("\x00", "").split(",") if slug][: choices.MAX_FAVORITES]
    found = dict(Product.objects.visible().filter(slug__in=slugs).values_list("slug", "pk"))
    return [found[slug] for slug in dict.fromkeys(slugs) if slug in found]


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    only_differences = request.GET.get("diferencas") == "1"
    context = comparison.build(choices_of(request).compare, only_differences=only_differences)
    context |= {
        "meta": {"title": _("Comparar"), "robots": NOINDEX},
        "breadcrumbs": [{"name": _("Comparar"), "url": reverse("catalog:compare")}],
    }
    return render(request, "catalog/compare.html", context)


# --- Changes -------------------------------------------------------------------------------------
@posted_from("catalog:favorites")
def favorite_add(request: HttpRequest) -> HttpResponse:
    return mark(request, partial(add_favorite, request), _("{} está nos seus favoritos."), active=True)


@posted_from("catalog:favorites")
def favorite_remove(request: HttpRequest) -> HttpResponse:
    return mark(request, partial(remove_favorite, request), _("{} saiu dos seus favoritos."), active=False)


@posted_from("catalog:compare")
def compare_add(request: HttpRequest) -> HttpResponse:
    return mark(request, choices.add_compare, _("{} entrou na comparação."), active=True)


@posted_from("catalog:compare")
def compare_remove(request: HttpRequest) -> HttpResponse:
    return mark(request, choices.remove_compare, _("{} saiu da comparação."), active=False)


def mark(request: HttpRequest, change: Change, sentence: str, *, active: bool) -> HttpResponse:
    """Change one choice; a script asks for JSON, a form goes back to its page with a message."""
    wants_json = is_partial(request, "mark")
    before = choices_of(request)
    try:
        limits.count(request, rule="choices")
        product = chosen_product(request)
        after = change(before, product.pk)
    except ShopError as error:
        if not wants_json:
            raise
        return told(before, active=not active, message=error.message, status=error.status)
    message = sentence.format(product.spoken_title)
    if wants_json:
        response: HttpResponse = told(after, active=active, message=message)
    else:
        messages.success(request, message)
        response = see_other(next_url(request, default=reverse("catalog:favorites")))
    keep_beside_account(request, response, after)
    return response


def chosen_product(request: HttpRequest) -> Product:
    slug = request.POST.get("produto", "").replace("\x00", "")[:220]
    product = Product.objects.visible().only("pk", "title", "title_en").filter(slug=slug).first()
    if product is None:
        raise Missing(_("Este produto não está mais na loja."))
    return product


def told(picked: Choices, *, active: bool, message: str, status: int = 200) -> JsonResponse:
    body = {
        "active": active,
        "favorites": len(picked.favorites),
        "compare": len(picked.compare),
        "message" if status == 200 else "error": message,
    }
    return JsonResponse(body, status=status)


@posted_from("catalog:favorites")
def favorites_clear(request: HttpRequest) -> HttpResponse:
    return clear(request, choices.clear_favorites, "catalog:favorites", _("Sua lista de favoritos está vazia."))


@posted_from("catalog:compare")
def compare_clear(request: HttpRequest) -> HttpResponse:
    return clear(request, choices.clear_compare, "catalog:compare", _("A comparação está vazia."))


def clear(request: HttpRequest, change: Callable[[Choices], Choices], page: str, message: str) -> HttpResponse:
    limits.count(request, rule="choices")
    person = person_of(request)
    if person is not None and change is choices.clear_favorites:
        kept.clear(user=person)
    response = see_other(next_url(request, default=reverse(page)))
    keep(response, change(guest_choices(request)))
    messages.success(request, message)
    return response


@posted_from("catalog:home")
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or whatever the device says."""
    limits.count(request, rule="choices")
    response = see_other(next_url(request, default=reverse("catalog:home")))
    wanted = request.POST.get("tema", "")
    if wanted in THEMES:
        response.set_cookie(
            THEME_COOKIE, wanted, max_age=THEME_AGE, secure=settings.IS_HTTPS, httponly=True, samesite="Lax"
        )
    elif THEME_COOKIE in request.COOKIES:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    return response
