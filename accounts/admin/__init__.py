"""People, what they may do, what they did, and who asked to be forgotten."""

from accounts.admin import activities, erasures, people

__all__ = ["activities", "erasures", "people"]
