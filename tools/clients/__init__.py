"""Typed clients for apps, written from the API's own document: `python -m tools.clients`."""
