"""What templates of all floors say of the ways to receive goods."""

from django import template

from cart import freight

register = template.Library()


@register.filter
def freight_name(kept: str) -> str:
    """The name of a way as an order keeps it, in the language spoken."""
    return freight.spoken_name(kept)
