"""The cart's part of the API."""
