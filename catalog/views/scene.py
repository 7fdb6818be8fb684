"""A lamp in a room: a page that is wholly in its address, to be shared and printed."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from catalog import addresses, pictures, sheet, specs, structured_data, taxonomy, twins
from catalog.context_processors import content_version
from catalog.forms import SceneForm
from catalog.lighting import scene_sheet
from catalog.models import Product
from catalog.views import answers
from iluminacasa.errors import Missing
from iluminacasa.headers import share

TEMPLATE = "catalog/scene.html"
NAME = gettext_noop("No seu ambiente")


@require_safe
def scene(request: HttpRequest, slug: str) -> HttpResponse:
    shown = sheet.find(slug)
    if shown is None or not shown.is_visible:
        present = addresses.present(slug) if shown is None else None
        if present is None:
            raise Missing(_("Este produto não está na loja."))
        return share(request, HttpResponsePermanentRedirect(reverse("catalog:scene", args=[present])))
    facts = specs.of_products([shown.pk]).get(shown.pk, [])
    form = SceneForm(request.GET, place=scene_sheet.usual_place(facts), kelvin=scene_sheet.kelvin_of(facts))
    asked = form.asked()
    fixture = scene_sheet.fixture_of(shown, facts, count=asked.count)
    if fixture is None:
        raise Missing(_("Esta peça não tem luz para mostrar em um ambiente."))
    drawn = scene_sheet.build(product=shown, fixture=fixture, asked=asked, params=form.params)
    own_kelvin = scene_sheet.kelvin_of(facts)
    page = {
        "form": form,
        "scene": drawn,
        "product": shown,
        "own_kelvin": own_kelvin,
        "is_own": own_kelvin == asked.kelvin,
    }
    return answers.page(request, TEMPLATE, page | around(request, shown, form), shown.pk)


def around(request: HttpRequest, shown: Product, form: SceneForm) -> dict[str, Any]:
    address, title = reverse("catalog:scene", args=[shown.slug]), shown.spoken_title
    tree = taxonomy.load(version=content_version(request))
    crumbs = [*sheet.breadcrumbs(shown, tree), {"name": _(NAME), "url": address}]
    return {
        "breadcrumbs": crumbs,
        "structured_data": [structured_data.breadcrumbs(crumbs)],
        "share": {
            "url": pictures.absolute(request.get_full_path()),
            "title": _("{title} no ambiente").format(title=title),
        },
        "meta": {
            "title": _("{title} no seu ambiente").format(title=title),
            "description": _("Veja a luz de {title} em uma sala, um quarto ou uma cozinha, de 2200 K a 6500 K.").format(
                title=title
            ),
            **twins.of(address),
            "robots": "noindex,follow" if form.params else "",
        },
    }
