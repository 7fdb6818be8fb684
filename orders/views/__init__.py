"""Pages of checkout and of orders."""
