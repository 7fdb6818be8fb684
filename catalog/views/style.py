"""Every component in every state, for the eyes of the people who make the shop."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog import samples, window
from catalog.context_processors import content_version
from catalog.forms import ContactForm
from iluminacasa.errors import Missing


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    if not settings.DEBUG and not request.user.is_staff:
        raise Missing
    context = samples.all_states(window.load(version=content_version(request)).pair) | {
        "form": ContactForm(auto_id="sample_%s"),
        "refused_form": ContactForm({"email": "nome@"}),
        "meta": {"title": "Estilo da casa", "robots": "noindex,nofollow"},
    }
    return render(request, "pages/style.html", context)
