"""What a customer says of what arrived: written on a page of the product, listed in the account."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.permissions import signed_in
from catalog import buyers, details, reviews
from catalog.context_processors import person_of
from catalog.forms import ReviewForm
from catalog.models import Product
from iluminacasa.errors import Missing, Unauthenticated
from iluminacasa.returning import see_other

METHODS = ["GET", "HEAD", "POST"]
MAX_ROW = 2**63 - 1


def page(request: HttpRequest, template: str, title: str, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "page_title": title,
        "meta": {"title": title, "robots": "noindex,nofollow"},
        "breadcrumbs": [
            {"name": _("Minha conta"), "url": reverse("accounts:home")},
            {"name": title, "url": request.path},
        ],
        **more,
    }
    return render(request, template, context, status=status)


def customer(request: HttpRequest) -> User:
    """Only behind `signed_in`."""
    person = person_of(request)
    if person is None:
        raise Unauthenticated
    return person


@require_http_methods(METHODS)
@signed_in
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """For who received the product, once."""
    user = customer(request)
    product = Product.objects.get(pk=details.shown(slug).pk)
    try:
        reviews.check_may_write(user=user, product_id=product.pk)
    except (reviews.NotABuyer, reviews.AlreadyReviewed) as error:
        return page(
            request, "catalog/review_refused.html", str(error.title), status=error.status, error=error, product=product
        )
    form = ReviewForm(request.POST if request.method == "POST" else None, initial={"nome": reviews.shown_name(user)})
    if form.is_valid():
        data = form.cleaned_data
        opinion = reviews.Opinion(
            rating=data["nota"], title=data["titulo"], text=data["texto"], author_name=data["nome"]
        )
        reviews.write(user=user, product_id=product.pk, opinion=opinion, at=timezone.now())
        messages.success(request, _("Obrigado! Sua avaliação aparece depois de conferida."))
        return see_other(reverse("catalog:reviews"))
    status = 422 if form.is_bound else 200
    return page(request, "catalog/review_form.html", _("Avaliar"), status=status, form=form, product=product)


@require_safe
@signed_in
def own(request: HttpRequest) -> HttpResponse:
    user = customer(request)
    own_reviews, waiting = reviews.of(user=user), buyers.waiting(user=user)
    return page(request, "catalog/own_reviews.html", _("Avaliações"), reviews=own_reviews, waiting=waiting)


@require_POST
@signed_in
def remove(request: HttpRequest, number: int) -> HttpResponse:
    if number > MAX_ROW:
        raise Missing
    reviews.take_back(user=customer(request), review_id=number, at=timezone.now())
    messages.success(request, _("Sua avaliação foi apagada."))
    return see_other(reverse("catalog:reviews"))
