"""Words of the shop: institutional pages and the contact form."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog import contact as mailbox
from catalog import content, menu, said, structured_data, twins
from catalog.context_processors import content_version
from catalog.forms import ContactForm
from catalog.models import Page
from catalog.views import answers
from iluminacasa import limits
from iluminacasa.errors import Missing
from iluminacasa.returning import see_other

CONTACT = "contato"
HELP = "perguntas-frequentes"  # carries the search over all pages


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    fresh = answers.unchanged(request)
    if fresh is not None:
        return fresh
    found = content.page(slug)
    shown = context(request, found, slug=slug, title=said.of(found, "title"))
    if slug == HELP:
        query = request.GET.get("q", "").strip()
        shown |= {"help_query": query, "hits": content.find(query)}
        return answers.page(request, "pages/help.html", shown)
    return answers.page(request, "pages/page.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """The words around the form are a page with the slug `contato`, if there is one."""
    fresh = answers.unchanged(request) if request.method != "POST" else None
    if fresh is not None:
        return fresh
    form = ContactForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        limits.count(request, rule="contact")
        if form.is_valid():
            send(form)
            return see_other(f"{reverse('catalog:contact')}?enviada=1")
    try:
        found = content.page(CONTACT)
    except Missing:
        found = None
    shown = context(request, found, slug=CONTACT, title=said.of(found, "title") if found else _("Contato"))
    shown |= {"form": form, "sent": request.GET.get("enviada") == "1"}
    if form.is_bound:
        return render(request, "pages/contact.html", shown, status=422)
    return answers.page(request, "pages/contact.html", shown)


def send(form: ContactForm) -> None:
    data = form.cleaned_data
    mailbox.send(name=data["nome"], email=data["email"], subject=data["assunto"], text=data["mensagem"])


def context(request: HttpRequest, found: Page | None, *, slug: str, title: str) -> dict[str, Any]:
    loaded = menu.load(version=content_version(request))
    address = reverse("catalog:contact") if slug == CONTACT else reverse("catalog:page", args=[slug])
    body = said.of(found, "body") if found else ""
    crumbs = [{"name": title, "url": address}]
    return {
        "page_title": title,
        "body": body,
        "body_html": content.render(body).html,
        "foreign_note": content.foreign_note(found) if found else "",
        "updated_on": timezone.localdate(found.updated_at) if found else None,
        "siblings": menu.siblings(loaded, current=slug),
        "breadcrumbs": crumbs,
        "structured_data": [structured_data.breadcrumbs(crumbs)],
        "meta": {
            "title": title,
            "description": said.of(found, "description") if found else "",
            **twins.of(address),
        },
    }
