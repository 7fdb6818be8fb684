"""What the orders do beside the request."""

from collections.abc import Callable
from datetime import datetime, timedelta

from orders import drafts, idempotency, lifecycle, notices, payments, phone, privacy, sales

EACH_ROUND = timedelta(0)


def expire_orders(at: datetime) -> int:
    return lifecycle.expire_due(at=at)


def send_refunds(at: datetime) -> int:
    return payments.send_waiting_refunds(at=at)


def ask_after_cards(at: datetime) -> int:
    return payments.look_after_waiting(at=at)


def prune_keys(at: datetime) -> int:
    return idempotency.prune(at=at)


def count_sales(at: datetime) -> int:
    return sales.push_down()


def drop_fiscal_remainders(at: datetime) -> int:
    return privacy.drop_fiscal_remainders(at=at)


def mail_fresh(at: datetime) -> int:
    return notices.hand_over_fresh(at=at)


def mail_rest(at: datetime) -> int:
    return notices.hand_over(at=at)


def remind_unpaid(at: datetime) -> int:
    return notices.remind(at=at)


def invite_reviews(at: datetime) -> int:
    return notices.invite_reviews(at=at)


def drop_old_drafts(at: datetime) -> int:
    return drafts.drop_old(at=at) + phone.drop_old(at=at)


JOBS: list[tuple[str, timedelta, Callable[[datetime], object]]] = [
    ("order mail", EACH_ROUND, mail_fresh),
    ("order mail, again", timedelta(minutes=10), mail_rest),
    ("card payments nobody told of", timedelta(minutes=5), ask_after_cards),
    ("unpaid orders", timedelta(minutes=1), expire_orders),
    ("refunds", timedelta(minutes=5), send_refunds),
    ("units sold", timedelta(minutes=10), count_sales),
    ("unpaid reminders", timedelta(minutes=1), remind_unpaid),
    ("review invitations", timedelta(hours=6), invite_reviews),
    ("old checkout drafts", timedelta(days=1), drop_old_drafts),
    ("old idempotency keys", timedelta(days=1), prune_keys),
    ("old fiscal remainders", timedelta(days=1), drop_fiscal_remainders),
]
