"""The front door, and the list of all categories."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from catalog import menu, moments, structured_data, taxonomy, twins, window
from catalog.context_processors import content_version
from catalog.views import answers

DESCRIPTION = gettext_noop(
    "Pendentes, lustres, abajures, arandelas e lâmpadas, cada peça em foto apagada e acesa, com lúmens, watts e Kelvin."
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    ready = answers.given(request) or answers.unchanged(request)
    if ready is not None:
        return ready
    version = content_version(request)
    shown = window.load(version=version)
    context = window.build(window=shown, at=moments.now())
    context["structured_data"] = structured_data.shop()
    context["meta"] = {"title": "", "description": _(DESCRIPTION), **twins.of(reverse("catalog:home"))}
    if shown.version == version:
        return answers.keep(request, "catalog/home.html", context)
    return answers.passing(answers.page(request, "catalog/home.html", context))


@require_safe
def categories(request: HttpRequest) -> HttpResponse:
    fresh = answers.unchanged(request)
    if fresh is not None:
        return fresh
    version = content_version(request)
    crumbs = [{"name": _("Categorias"), "url": reverse("catalog:categories")}]
    context = {
        "tree": menu.directory(menu.load(version=version), taxonomy.load(version=version)),
        "breadcrumbs": crumbs,
        "structured_data": [structured_data.breadcrumbs(crumbs)],
        "meta": {
            "title": _("Categorias"),
            "description": _("Todas as categorias da loja."),
            **twins.of(reverse("catalog:categories")),
        },
    }
    return answers.page(request, "catalog/categories.html", context)
