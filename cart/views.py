"""The cart: its page, and the small forms that change it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core import signing
from django.forms import BoundField, Form
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cart import basket, delivery, filling, fit, home, pricing, sheet, visitor
from cart.coupons import CouponRefused
from cart.forms import MAX_SLUG, AddForm, CouponForm, DeliveryForm, FillForm, HomeForm, QuantityForm, SwapForm
from cart.freight import PICKUP
from cart.models import Cart
from catalog import moments
from catalog.choices import FavoritesFull
from catalog.context_processors import choices_of
from catalog.models import Product
from catalog.visitor import add_favorite, keep_beside_account
from iluminacasa import languages, limits
from iluminacasa.brazil import bare, mask_cep
from iluminacasa.errors import Invalid, Missing, ShopError
from iluminacasa.freshness import compress
from iluminacasa.returning import posted_from, see_other

PARTIAL = "X-Partial"
TEMPLATE = "cart/cart.html"
MINI = "cart/_mini.html"
UNDO_SALT = "cart.undo"
UNDO_KEPT = 3600  # seconds
Changing = Callable[..., HttpResponse]
Telling = Callable[[pricing.Quote], str]


# --- The page ------------------------------------------------------------------------------------
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    response = show(request, visitor.current_cart(request, now), moments.now())
    if visitor.of(request).user is not None:
        visitor.forget(request, response)  # folded into the person's own
    return response


def show(
    request: HttpRequest, cart: Cart | None, at: datetime, *, status: int = 200,
    telling: Telling = sheet.told_totals, refused: Mapping[str, Form] | None = None,
) -> HttpResponse:  # fmt: skip
    """The cart as it is now. `refused` forms: `coupon`, `delivery`, `home`, or `line_7` for the quantity of line 7."""
    forms = refused or {}
    quote = fit.checked(pricing.quote(cart=cart, at=at), cart)
    if cart is not None:
        visitor.note(request, units=sum(line.quantity for line in quote.lines), cart=cart)
    context = sheet.build(quote=quote, cart=cart, recent=choices_of(request).recent)
    for row in context["rows"]:
        line = row["line"]
        row["form"] = forms.get(f"line_{line.line_id}") or quantity_form(line.line_id, quantity=line.quantity)
        name_field(row["form"]["quantidade"], title=line.spoken_title, maximum=row["maximum"])
    typed = {"cep": mask_cep(cart.postal_code) if cart else ""}
    context |= {
        "coupon_form": forms.get("coupon") or CouponForm(),
        "delivery_form": forms.get("delivery") or DeliveryForm(initial=typed),
        "home_form": forms.get("home") or (home_form(cart, quote) if cart and context["home"] else None),
        "refused": next(iter(forms.values()), None),
        "undo": undo_of(request.GET.get("saiu", "")),
        "meta": {"title": _("Carrinho"), "robots": "noindex,follow"},
        "breadcrumbs": [{"name": _("Carrinho"), "url": reverse("cart:page")}],
    }
    if is_in_place(request):
        gone = context["undo"]
        context["told"] = telling(quote)
        if gone:
            context["told"] = f"{_('{title} saiu do carrinho.').format(title=gone['title'])} {context['told']}"
    template = f"{TEMPLATE}#cart" if is_in_place(request) else TEMPLATE
    response = render(request, template, context, status=status)
    compress(request, response)
    return response


def is_in_place(request: HttpRequest) -> bool:
    """A script of the cart's page asks for the part that has changed, and says by itself what `told` holds."""
    return request.headers.get(PARTIAL) == "cart"


def quantity_form(number: int, data: QueryDict | None = None, *, quantity: int | None = None) -> QuantityForm:
    return QuantityForm(data, initial={"quantidade": quantity}, auto_id=f"id_{number}_%s")


def home_form(cart: Cart, quote: pricing.Quote, data: QueryDict | None = None) -> HomeForm:
    return HomeForm(data, voltage=cart.home_voltage, places=fit.places(quote))


def name_field(field: BoundField, *, title: str, maximum: int) -> None:
    """Among many, each says of what; the buttons beside it stop at what there is."""
    field.label = _("Quantidade de {title}").format(title=title)
    field.field.widget.attrs["max"] = maximum


def undo_of(text: str) -> dict[str, Any] | None:
    """What was just taken out, when the address says so and we wrote it."""
    if not text:
        return None
    try:
        product_id, quantity = signing.loads(text, salt=UNDO_SALT, max_age=UNDO_KEPT)
    except signing.BadSignature:
        return None
    product = Product.objects.visible().only("title", "title_en", "slug").filter(pk=product_id).first()
    return {"title": name_of(product), "slug": product.slug, "quantity": quantity} if product else None


def name_of(product: Product) -> str:
    return languages.spoken(product.title, product.title_en)


def page_status(error: ShopError) -> int:
    """Forms are answered 422 where a program would get 400."""
    return 409 if error.status == 409 else 422


# --- Putting in ----------------------------------------------------------------------------------
@posted_from("cart:page")
def add(request: HttpRequest) -> HttpResponse:
    """The form of a product page or card. Refused input comes back with all that was typed."""
    limits.count(request, rule="cart")
    now, product = timezone.now(), wanted_product(request)
    data = request.POST.copy()
    data.setdefault("quantidade", str(product.minimum_order_quantity))
    form, status = AddForm(data), 422
    if form.is_valid():
        try:
            return added(request, product, form, now)
        except (basket.QuantityRefused, basket.NotForSale, basket.CartFull, basket.OutOfStock) as error:
            form.add_error("quantidade", error.message)
            status = page_status(error)
    if request.headers.get(PARTIAL) == "mini":
        return JsonResponse({"error": next(iter(form.errors.values()))[0]}, status=status)
    context = sheet.refused_product(product) | {"form": form, "meta": {"title": name_of(product), "robots": "noindex"}}
    return render(request, "cart/add_refused.html", context, status=status)


def wanted_product(request: HttpRequest) -> Product:
    slug = request.POST.get("produto", "").replace("\x00", "")[:MAX_SLUG]
    product = Product.objects.visible().select_related("card").filter(slug=slug).first()
    if product is None:
        raise Missing(_("Este produto não está mais na loja."))
    return product


def added(request: HttpRequest, product: Product, form: AddForm, at: datetime) -> HttpResponse:
    who, data = visitor.of(request), form.cleaned_data
    quantity = data["quantidade"]
    key = f"{data['chave']}.{product.pk}.{quantity}" if data["chave"] else ""  # other goods are another sending
    put = basket.put(user=who.user, token=who.token, product_id=product.pk, quantity=quantity, key=key, at=at)
    if data["cep"] and not put.cart.postal_code:
        remember_cep(put.cart, data["cep"], at)
    if request.headers.get(PARTIAL) == "mini":
        put.cart.refresh_from_db()
        mini = sheet.mini(quote=pricing.quote(cart=put.cart, at=at), product_id=product.pk)
        response = render(request, MINI, mini)
    elif is_in_place(request):
        put.cart.refresh_from_db()
        response = show(
            request, put.cart, at, telling=lambda quote: f"{is_in_cart(product)} {sheet.told_totals(quote)}"
        )
    else:
        messages.success(request, is_in_cart(product))
        response = see_other(reverse("cart:page"))
    visitor.keep(response, put.token)
    return response


def is_in_cart(product: Product) -> str:
    return _("{title} está no carrinho.").format(title=name_of(product))


@posted_from("cart:page")
def fill(request: HttpRequest) -> HttpResponse:
    """A whole plan of the light calculator; what is short is told on the cart's page."""
    limits.count(request, rule="cart")
    form = FillForm(request.POST)
    if not form.is_valid():
        raise Invalid(str(next(iter(form.errors.values()))[0]))
    wanted, who = form.cleaned_data["item"], visitor.of(request)
    products = Product.objects.visible().filter(slug__in=wanted).values_list("pk", "slug")
    quantities = {pk: wanted[slug] for pk, slug in products}
    sending = form.cleaned_data["chave"]
    goods = ".".join(f"{pk}:{quantity}" for pk, quantity in sorted(quantities.items()))
    key = f"{sending}.{goods}" if sending else ""  # another plan of the same page is another sending
    done = filling.fill(
        user=who.user, token=who.token, quantities=quantities, key=key, voltage=form.cleaned_data["tensao"],
        at=timezone.now(),
    )  # fmt: skip
    if done.added:
        messages.success(request, _("O plano está no carrinho."))
    response = see_other(reverse("cart:page"))
    visitor.keep(response, done.token)
    return response


def remember_cep(cart: Cart, cep: str, at: datetime) -> None:
    """The code typed on the product's page; one that leads nowhere is no reason to refuse the product."""
    try:
        delivery.choose(cart=cart, postal_code=cep, method="", at=at)
    except ShopError:
        return


# --- Changing ------------------------------------------------------------------------------------
def changing(view: Changing) -> Changing:
    """A form of the cart page: gets the cart and the moment. What is not there any more is said on the page."""

    @posted_from("cart:page")
    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        limits.count(request, rule="cart")
        now = timezone.now()
        try:
            cart = visitor.current_cart(request, now)
            if cart is None:
                raise Missing(_("Seu carrinho está vazio."))
            return view(request, cart, now, **kwargs)
        except Missing as error:
            return cannot(request, now, error)

    return guarded


def cannot(request: HttpRequest, at: datetime, error: ShopError) -> HttpResponse:
    if is_in_place(request):
        return done(request, at, telling=lambda _: error.message)
    messages.warning(request, error.message)
    return see_other(reverse("cart:page"))


def done(request: HttpRequest, at: datetime, *, telling: Telling = sheet.told_totals) -> HttpResponse:
    """Back to the page; a script gets the part of it that has changed."""
    if is_in_place(request):
        return show(request, visitor.current_cart(request, at), at, telling=telling)
    return see_other(reverse("cart:page"))


@changing
def quantity(request: HttpRequest, cart: Cart, at: datetime, number: int) -> HttpResponse:
    form, status = quantity_form(number, request.POST), 422
    if form.is_valid():
        try:
            basket.set_quantity(cart=cart, line_id=number, quantity=form.cleaned_data["quantidade"], at=at)
        except (basket.QuantityRefused, basket.NotForSale, basket.OutOfStock) as error:
            form.add_error("quantidade", error.message)
            status = page_status(error)
        else:
            return done(request, at)
    return show(request, cart, at, status=status, refused={f"line_{number}": form})


@changing
def remove(request: HttpRequest, cart: Cart, at: datetime, number: int) -> HttpResponse:
    gone = basket.remove(cart=cart, line_id=number, at=at)
    query = f"?saiu={signing.dumps(gone, salt=UNDO_SALT)}"
    return see_other(f"{reverse('cart:page')}{query}")


@changing
def to_favorites(request: HttpRequest, cart: Cart, at: datetime, number: int) -> HttpResponse:
    product = basket.product_of(cart=cart, line_id=number)
    try:
        picked = add_favorite(request, choices_of(request), product.pk)
    except FavoritesFull as error:
        return cannot(request, at, error)
    basket.remove(cart=cart, line_id=number, at=at)
    messages.success(request, _("{title} está nos seus favoritos.").format(title=name_of(product)))
    response = see_other(reverse("cart:page"))
    keep_beside_account(request, response, picked)
    return response


@changing
def set_aside(request: HttpRequest, cart: Cart, at: datetime, number: int) -> HttpResponse:
    basket.keep_for_later(cart=cart, line_id=number, saved=True, at=at)
    return done(request, at)


@changing
def bring_back(request: HttpRequest, cart: Cart, at: datetime, number: int) -> HttpResponse:
    basket.keep_for_later(cart=cart, line_id=number, saved=False, at=at)
    return done(request, at)


@changing
def coupon(request: HttpRequest, cart: Cart, at: datetime) -> HttpResponse:
    limits.count(request, rule="coupon")
    form, status = CouponForm(request.POST), 422
    if form.is_valid():
        try:
            pricing.apply_coupon(cart=cart, code=form.cleaned_data["codigo"], at=at)
        except CouponRefused as error:
            form.add_error("codigo", error.message)
            status = page_status(error)
        else:
            return done(request, at, telling=sheet.told_coupon)
    return show(request, cart, at, status=status, refused={"coupon": form})


@changing
def coupon_drop(request: HttpRequest, cart: Cart, at: datetime) -> HttpResponse:
    basket.drop_coupon(cart=cart, at=at)
    return done(request, at, telling=sheet.told_coupon)


@changing
def choose_delivery(request: HttpRequest, cart: Cart, at: datetime) -> HttpResponse:
    form = DeliveryForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            delivery.choose(cart=cart, postal_code=data["cep"], method=wanted_method(cart, data), at=at)
        except delivery.REFUSALS as error:
            form.add_error("cep", error.message)
        else:
            return done(request, at, telling=sheet.told_delivery)
    return show(request, cart, at, status=422, refused={"delivery": form})


def wanted_method(cart: Cart, data: dict[str, str]) -> str:
    """Another address is another choice: its own cheapest way, unless the goods are collected."""
    is_same = bare(data["cep"]) == cart.postal_code
    return data["entrega"] if is_same or data["entrega"] == PICKUP else ""


@changing
def tell_home(request: HttpRequest, cart: Cart, at: datetime) -> HttpResponse:
    """The voltage of the home, and where the pieces will hang."""
    form = home_form(cart, pricing.quote(cart=cart, at=at), request.POST)
    if not form.is_valid():
        return show(request, cart, at, status=422, refused={"home": form})
    home.tell(cart=cart, voltage=form.cleaned_data["tensao"], zones=form.zones(), at=at)
    return done(request, at, telling=sheet.told_home)


@changing
def swap(request: HttpRequest, cart: Cart, at: datetime, number: int) -> HttpResponse:
    """What fits in the place of what does not."""
    form = SwapForm(request.POST)
    if not form.is_valid():
        raise Missing(_("Não encontramos o produto para trocar."))
    product = wanted_product(request)
    try:
        fit.swap(cart=cart, line_id=number, product=product, quantity=form.cleaned_data["quantidade"], at=at)
    except (basket.QuantityRefused, basket.NotForSale, basket.OutOfStock) as error:
        return cannot(request, at, error)
    text = _("{title} entrou no lugar.").format(title=name_of(product))
    return done(request, at, telling=lambda quote: f"{text} {sheet.told_totals(quote)}")


@changing
def accept(request: HttpRequest, cart: Cart, at: datetime) -> HttpResponse:
    """The notices have been read."""
    basket.accept_prices(cart=cart, at=at)
    return done(request, at)
