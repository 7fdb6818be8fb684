"""A typed client of Ilumina Casa's API: copy this folder into an app. Python 3.12, no other packages."""

from .client import ShopApi
from .sending import Refused

__all__ = ["Refused", "ShopApi"]
