"""Every component in every state, for the eyes of the people who make the shop."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog import samples
from catalog.forms import ContactForm


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    if not settings.DEBUG and not request.user.is_staff:
        raise Http404
    context = samples.all_states() | {
        "form": ContactForm(auto_id="sample_%s"),
        "refused_form": ContactForm({"email": "nome@"}),
        "meta": {"title": "Estilo da casa", "robots": "noindex,nofollow"},
    }
    return render(request, "pages/style.html", context)
