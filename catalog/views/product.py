"""The page of one product."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.permissions import has_passed
from catalog import addresses, energy, moments, opinions, prices, sheet, taxonomy
from catalog.context_processors import content_version
from catalog.models import Product
from catalog.views import answers
from catalog.visitor import note_seen
from iluminacasa.errors import Missing
from iluminacasa.headers import PRIVATE, share

TEMPLATE = "catalog/product_detail.html"


@require_safe
def product(request: HttpRequest, slug: str) -> HttpResponse:
    ready = answers.given(request)
    if ready is not None:
        return note_seen(request, ready)
    shown = sheet.find(slug)
    if shown is None or not shown.is_visible:
        return elsewhere(request, slug, shown)
    # The count moves without a new content version, the price by the clock.
    content = (shown.pk, sheet.same_stocks(shown), prices.offer(shown, at=moments.now()).sale_price)
    fresh = answers.unchanged(request, *content)
    if fresh is not None:
        return fresh
    vars(request)["shown_product"] = shown.pk
    return note_seen(request, answers.keep(request, TEMPLATE, context(request, shown), *content, product=shown))


def context(request: HttpRequest, shown: Product) -> dict[str, object]:
    asked = sheet.Asked(
        photo=sheet.photo_from(request.GET.get("foto", "")),
        reviews=opinions.Asked.from_params(request.GET.dict()),
        reckoning=energy.asked(request.GET.get("tarifa", ""), request.GET.get("horas", "")),
    )
    tree = taxonomy.load(version=content_version(request))
    return sheet.build(product=shown, tree=tree, asked=asked, at=moments.now())


def elsewhere(request: HttpRequest, slug: str, hidden: Product | None) -> HttpResponse:
    """An address that shows nothing to the public: a preview for staff, the product's new address, or 404."""
    if hidden is not None and request.GET.get("previa") == "1" and may_preview(request):
        response = render(request, TEMPLATE, {**context(request, hidden), "is_preview": True})
        response.headers["Cache-Control"] = PRIVATE
        response.headers["X-Robots-Tag"] = "noindex"
        return response
    present = addresses.present(slug) if hidden is None else None
    if present is None:
        raise Missing(_("Este produto não está na loja."))
    return share(request, HttpResponsePermanentRedirect(reverse("catalog:product", args=[present])))


def may_preview(request: HttpRequest) -> bool:
    """Who may see it in the back office, signed in as the back office asks."""
    user = request.user
    is_staff = user.is_authenticated and user.is_staff and user.has_perm("catalog.view_product")
    return bool(is_staff) and has_passed(request)
