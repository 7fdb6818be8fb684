"""What every page shows of a cart, without loading it: one statement each, and none for who brings nothing.

Written by hand: the ORM takes ten times as long to write them as the database to answer.
"""

from typing import Any

from django.db import connection

from accounts.models import User
from cart.basket import hash_of

UNITS = (
    'SELECT SUM(l."quantity") FROM "cart_cartline" l JOIN "cart_cart" c ON c."id" = l."cart_id"'
    ' WHERE c."ordered_at" IS NULL AND NOT l."is_saved" AND '
)
POSTAL_CODE = 'SELECT c."postal_code" FROM "cart_cart" c WHERE c."ordered_at" IS NULL AND '
OF_PERSON, OF_GUEST = 'c."user_id" = %s', '(c."token_hash" = %s AND c."user_id" IS NULL)'
WHOSE = {  # by whether there is a person, and a guest's token
    (True, False): OF_PERSON,
    (False, True): OF_GUEST,
    (True, True): "(" + OF_PERSON + " OR " + OF_GUEST + ")",
}


def units_of(*, user: User | None, token: str | None) -> int:
    """Units somebody would find in the cart, also while a guest's and the person's are still two."""
    return int(_asked(UNITS, user, token) or 0)


def postal_code_of(*, user: User | None, token: str | None) -> str:
    """Where the open cart is to be sent, as far as it was told; a person's own cart comes before a guest's."""
    return str(_asked(POSTAL_CODE, user, None if user is not None else token) or "")


def _asked(statement: str, user: User | None, token: str | None) -> Any:
    whose = WHOSE.get((user is not None, bool(token)))
    if whose is None:
        return None
    names: list[int | str] = [user.pk] if user is not None else []
    names += [hash_of(token)] if token else []
    with connection.cursor() as cursor:
        cursor.execute(statement + whose, names)
        row = cursor.fetchone()
    return row[0] if row is not None else None
