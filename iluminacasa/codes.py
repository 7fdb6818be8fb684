"""Codes people read aloud and type: numbers of orders, coupons, codes for a lost telephone."""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U to misread


def random_code(length: int) -> str:
    """`length` characters nobody guesses: five random bits each."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
