"""Everything the shop knows of a customer in one place, for the desk that talks to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from accounts.models import Address, Consent, Erasure, User
from cart.models import CouponUse
from catalog.models import Alert, Review
from iluminacasa.brazil import bare
from iluminacasa.errors import Invalid
from iluminacasa.money import MoneyField
from orders import privacy
from orders.models import Customer, CustomerNote, Order, OrderEvent

S = Order.Status
COUNTED = (S.PAID, S.PICKING, S.SHIPPED, S.READY, S.DELIVERED, S.WITHDRAWAL, S.SHORT)
MAX_LISTED = 50
FEWEST_DIGITS, MOST_WORDS = 3, 8  # of a search
RETURNS = ("request_withdrawal", "refuse_withdrawal", "receive_return", "refund_requested", "refunded")


class EmptyNote(Invalid):
    default_message = "Escreva a anotação."


@dataclass(frozen=True)
class File:
    """What the page of one customer shows, newest first."""

    orders: Sequence[Order]
    spent: Decimal
    returns: Sequence[OrderEvent]
    notes: Sequence[CustomerNote]
    addresses: Sequence[Address]
    consents: Sequence[Consent]
    reviews: Sequence[Review]
    alerts: Sequence[Alert]
    coupons: Sequence[CouponUse]
    erasure: Erasure | None


def with_sums(people: QuerySet[Customer]) -> QuerySet[Customer]:
    """`order_count`, `spent`, `last_order_at` of each, in the same statement."""
    own = Order.objects.filter(user=OuterRef("pk"), status__in=COUNTED).order_by().values("user")
    return people.annotate(
        order_count=Coalesce(Subquery(own.annotate(n=Count("pk")).values("n")), Value(0), output_field=IntegerField()),
        spent=Subquery(own.annotate(sum=Sum("total")).values("sum"), output_field=MoneyField()),
        last_order_at=Subquery(own.annotate(last=Max("placed_at")).values("last")),
    )


def search(people: QuerySet[Customer], text: str, *, sees_people: bool) -> QuerySet[Customer]:
    """By e-mail, name, CPF or CNPJ, telephone; by order number alone for eyes that may not know persons."""
    found, digits = people, bare(text).removeprefix("+")
    is_number = len(digits) >= FEWEST_DIGITS and digits.isascii() and digits.isdigit()
    for word in text.split()[:MOST_WORDS]:
        wanted = Q(orders__number__iexact=word)
        if sees_people:
            wanted |= Q(email__icontains=word) | Q(name__icontains=word) | (Q(document=bare(word)) & ~Q(document=""))
        if sees_people and is_number:
            wanted |= Q(document__startswith=digits) | Q(phone__endswith=digits)
        found = found.filter(pk__in=Customer.objects.filter(wanted).values("pk"))
    return found


def read(*, user: User) -> File:
    orders = privacy.of(user)
    ids = list(orders.order_by("-placed_at").values_list("pk", flat=True)[:MAX_LISTED])
    mail = user.email if user.is_verified else ""
    return File(
        orders=list(orders.filter(pk__in=ids).order_by("-placed_at", "-pk")),
        spent=orders.filter(status__in=COUNTED).aggregate(sum=Sum("total"))["sum"] or Decimal("0.00"),
        returns=list(
            OrderEvent.objects.filter(order__in=ids, kind__in=RETURNS).select_related("order").order_by("-pk")
        ),
        notes=list(CustomerNote.objects.filter(user=user).select_related("author").order_by("-pk")[:MAX_LISTED]),
        addresses=list(Address.objects.filter(user=user).order_by("-is_default", "pk")),
        consents=list(Consent.objects.filter(user=user).order_by("-at", "-pk")[:MAX_LISTED]),
        reviews=list(Review.objects.filter(author=user).select_related("product").order_by("-pk")[:MAX_LISTED]),
        alerts=list(
            Alert.objects.filter(email=mail).exclude(email="").select_related("product").order_by("-pk")[:MAX_LISTED]
        ),
        coupons=list(
            CouponUse.objects.filter(email=mail).exclude(email="").select_related("coupon").order_by("-pk")[:MAX_LISTED]
        ),
        erasure=Erasure.objects.filter(user=user, undone_at=None, done_at=None).first(),
    )


def add_note(*, user: User, text: str, by: User, at: datetime) -> CustomerNote:
    """Notes stand as written; a second thought is a second note."""
    text = text.strip()
    if not text:
        raise EmptyNote(field="text")
    return CustomerNote.objects.create(user=user, text=text[:1000], author=by, at=at)
