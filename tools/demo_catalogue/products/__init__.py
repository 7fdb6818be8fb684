"""All products, in the order the feed gives them."""

from tools.demo_catalogue.item import Item
from tools.demo_catalogue.products import bulbs, pendants

ITEMS: list[Item] = [*pendants.ITEMS, *bulbs.ITEMS]
