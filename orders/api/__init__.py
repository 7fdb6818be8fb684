"""The orders' part of the API."""
