"""The shop's own system checks are asked."""

from django.core.checks.registry import registry


def test_every_check_of_the_shop_is_registered() -> None:
    known = {check.__name__ for check in registry.get_checks(include_deployment_checks=True)}
    assert {"site_url_is_https", "counters_are_exact", "cards_can_be_taken"} <= known
