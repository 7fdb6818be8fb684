"""Customers: found, read whole, remembered by notes. Their data are theirs and changed by nobody here."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts import activity, masking
from accounts.models import Address, User
from accounts.permissions import actor
from orders import customers, timeline
from orders.admin.reading import ReadOnly, moment, money
from orders.models import Customer, Order

NOTE = "orders.add_customernote"
READ_NOTES = "orders.view_customernote"


class NoteForm(forms.Form):
    text = forms.CharField(
        label="Anotação", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Só a equipe vê. A pessoa recebe as anotações quando pede os dados dela.",
        error_messages={"required": "Escreva a anotação."},
    )  # fmt: skip


class BoughtFilter(admin.SimpleListFilter):
    title = "compras"
    parameter_name = "compras"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("sim", "já comprou"), ("nao", "nunca comprou")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Customer]) -> QuerySet[Customer]:
        bought = Order.objects.filter(status__in=customers.COUNTED, user__isnull=False).values("user")
        if self.value() == "sim":
            return queryset.filter(pk__in=bought)
        return queryset.exclude(pk__in=bought) if self.value() == "nao" else queryset


@admin.register(Customer)
class CustomerAdmin(ReadOnly, admin.ModelAdmin[Customer]):
    list_display = ("joined", "orders_made", "money_spent", "last_order", "is_active")
    list_filter = (BoughtFilter, "is_active")
    search_fields = ("email",)  # opens the search box; what is searched is the room's business
    search_help_text = "Procure por nome, e-mail, CPF ou CNPJ, telefone ou número de pedido."
    ordering = ("-pk",)
    show_full_result_count = False
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Customer]:
        return customers.with_sums(super().get_queryset(request).filter(is_staff=False))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Customer], search_term: str
    ) -> tuple[QuerySet[Customer], bool]:
        sees_people = masking.lens(request.user).sees_all
        return customers.search(queryset, search_term, sees_people=sees_people), False

    def get_list_display(self, request: HttpRequest) -> Any:
        """The columns know who looks: an admin is shared by all requests, so the eyes go with the methods."""
        eyes = masking.lens(request.user)
        by_name, by_mail = ("name", "email") if eyes.sees_all else (None, None)  # an order of names tells names

        @admin.display(description="nome", ordering=by_name)
        def known_as(customer: Customer) -> str:
            return eyes.name(customer.name) or "(sem nome)"

        @admin.display(description="e-mail", ordering=by_mail)
        def mail(customer: Customer) -> str:
            return eyes.email(customer.email)

        return (known_as, mail, *self.list_display)

    def get_list_display_links(self, request: HttpRequest, list_display: Any) -> Any:
        return list_display[:2]

    @admin.display(description="desde", ordering="joined_at")
    def joined(self, customer: Customer) -> str:
        return moment(customer.joined_at)

    @admin.display(description="pedidos pagos", ordering="order_count")
    def orders_made(self, customer: Any) -> int:
        return int(customer.order_count)

    @admin.display(description="comprou", ordering="spent")
    def money_spent(self, customer: Any) -> str:
        return money(customer.spent)

    @admin.display(description="último pedido", ordering="last_order_at")
    def last_order(self, customer: Any) -> str:
        return moment(customer.last_order_at)

    # --- The page of one -------------------------------------------------------------------------
    def get_urls(self) -> list[URLPattern]:
        note = self.admin_site.admin_view(require_POST(self.note_view))
        return [path("<int:pk>/anotar/", note, name="orders_customer_note"), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        customer = self.get_object(request, object_id)
        if customer is None or not self.has_view_permission(request, customer):
            response: HttpResponse = super().change_view(request, object_id, form_url, extra_context)
            return response
        return self.page(request, customer, NoteForm())

    def page(self, request: HttpRequest, customer: Customer, form: NoteForm) -> HttpResponse:
        eyes = masking.lens(request.user)
        file = customers.read(user=customer)
        context: dict[str, Any] = {
            "title": eyes.name(customer.name) or eyes.email(customer.email),
            "facts": facts_of(customer, eyes),
            "addresses": [address_in_words(each, eyes) for each in file.addresses],
            "file": file,
            "returns": [(each, timeline.STAFF_TITLES.get(each.kind, each.kind)) for each in file.returns],
            "orders": [(each, money(each.total)) for each in file.orders],
            "spent": money(file.spent),
            "form": form if request.user.has_perm(NOTE) else None,
            "sees_notes": request.user.has_perm(READ_NOTES),
            "sees_orders": request.user.has_perm("orders.view_order"),
            "person_url": person_url(request, customer),
        }
        context = {**self.admin_site.each_context(request), **context, "opts": self.opts, "customer": customer}
        return TemplateResponse(request, "admin/orders/customer/page.html", context, status=422 if form.errors else 200)

    def note_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm(NOTE) or not self.has_view_permission(request):
            raise PermissionDenied
        customer = get_object_or_404(self.get_queryset(request), pk=pk)
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self.page(request, customer, form)
        at, by = timezone.now(), actor(request)
        note = customers.add_note(user=customer, text=form.cleaned_data["text"], by=by, at=at)
        activity.record(by=by, obj=note, verb=activity.Verb.ADDED, at=at)
        messages.success(request, "Anotação guardada.")
        return HttpResponseRedirect(reverse("admin:orders_customer_change", args=[customer.pk]))


def facts_of(customer: User, eyes: masking.Lens) -> list[tuple[str, str]]:
    verified = f"confirmado em {moment(customer.email_verified_at)}" if customer.is_verified else "não confirmado"
    return [
        ("Nome", eyes.name(customer.name) or "–"),
        ("E-mail", f"{eyes.email(customer.email)} ({verified})"),
        ("Telefone", eyes.phone(customer.phone) or "–"),
        ("CPF ou CNPJ", eyes.document(customer.document) or "–"),
        ("Cliente desde", moment(customer.joined_at)),
        ("Última entrada", moment(customer.last_login)),
        ("Conta", "ativa" if customer.is_active else "encerrada"),
    ]


def address_in_words(each: Address, eyes: masking.Lens) -> str:
    street = ", ".join(filter(None, (each.street, each.number, each.complement, each.district)))
    kind = f"{each.label}: " if each.label else ""
    cep = f"{each.postal_code[:5]}-{each.postal_code[5:]}" if eyes.sees_all else f"{each.postal_code[:5]}-•••"
    return f"{kind}{eyes.name(each.recipient)}, {eyes.words(street)}, {each.city}/{each.state}, CEP {cep}"


def person_url(request: HttpRequest, customer: Customer) -> str:
    """The account behind the customer, for who looks after accounts."""
    may = request.user.has_perm("accounts.view_user") or request.user.has_perm("accounts.change_user")
    return reverse("admin:accounts_user_change", args=[customer.pk]) if may else ""
