"""Who the person is."""

from accounts.models.access import BrowserSession, Consent, SpentToken, TokenFamily
from accounts.models.activity import Activity
from accounts.models.address import Address, PostalAddress
from accounts.models.erasure import Erasure
from accounts.models.second_factor import RecoveryCode
from accounts.models.user import User, UserManager, normalize_email

__all__ = [
    "Activity",
    "Address",
    "BrowserSession",
    "Consent",
    "Erasure",
    "PostalAddress",
    "RecoveryCode",
    "SpentToken",
    "TokenFamily",
    "User",
    "UserManager",
    "normalize_email",
]
