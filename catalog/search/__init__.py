"""Search, filters, sorting and facets of the catalogue."""
