"""Money in and out: start, confirm and refund, whatever the provider."""
