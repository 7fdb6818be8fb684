"""The first page of the back office: what waits, how the shop does, each block only for who may see it."""

import html
import re
import sys
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.tasks import Task
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from cart.models import Cart, CartLine
from catalog.models import SearchMiss, SyncRun
from iluminacasa import dashboard, digest, failed_jobs, jobs
from orders import lifecycle, payments, reports, workload
from orders.models import Order, Payment, Refund
from orders.reports import pulse as pulse_of
from tests import make
from tests.admin.selling import at, give, pay
from tests.buying import cart_with, goods, place

pytestmark = pytest.mark.django_db
D = Decimal
MOST = 15
FLOORS = ("accounts", "catalog", "cart", "orders", "iluminacasa")
BLOCKS = {
    "orders.view_order": {"Pedidos a separar", "Pagos sem estoque", "Devoluções a responder", "Prontos para retirada",
                          "Pix aguardando"},
    "orders.view_refund": {"Reembolsos a fazer"},
    "orders.view_payment": {"Pagamentos em análise"},
    "catalog.view_review": {"Avaliações a moderar"},
    "catalog.view_product": {"Produtos com estoque baixo", "Produtos esgotados", "Mais vendidos em 30 dias",
                             "Acabando"},
    "catalog.view_searchmiss": {"Buscas sem resultado"},
    "catalog.view_syncrun": {"Última sincronização"},
    "orders.view_reports": {"Vendas", "Conversão", "Hoje", "7 dias", "30 dias"},
    "django_tasks_database.view_dbtaskresult": {"Tarefas que falharam"},
}  # fmt: skip
EVERY = set().union(*BLOCKS.values())


@pytest.fixture(autouse=True)
def _pix_is_set_up(settings) -> None:
    settings.PIX_KEY = "123e4567-e12b-12d1-a456-426655440000"


def heads(browser) -> set[str]:
    """What the blocks of the page are called."""
    page = main(browser)
    found = re.findall(r"<h[23][^>]*>(.*?)</h|class=\"todo-label\">(.*?)<", page)
    return {first or second for first, second in found} & EVERY


def main(browser) -> str:
    response = browser.get("/admin/")
    assert response.status_code == 200
    page: str = html.unescape(response.content.decode()).replace("\u00a0", " ")
    return page[page.index('class="office-main"') : page.index('id="desks"')]


def tiles(browser) -> dict[str, int]:
    found = re.findall(r'todo-amount">([\d.]+)</span> <span class="todo-label">(.*?)</span>', main(browser))
    return {label: int(amount) for amount, label in found if int(amount)}


def failed(task_path: str, *args: str) -> DBTaskResult:
    return DBTaskResult.objects.create(
        status="FAILED", task_path=task_path, args_kwargs={"args": list(args), "kwargs": {}}, backend_name="default",
        run_after=get_date_max(), finished_at=timezone.now(), exception_class_path="builtins.ValueError",
        traceback="secret of ana@example.com",
    )  # fmt: skip


# --- Who sees what -------------------------------------------------------------------------------
@pytest.mark.parametrize("permission", sorted(BLOCKS))
def test_each_block_is_for_who_may_see_it(staff, permission: str) -> None:
    assert heads(staff(permission)) == BLOCKS[permission]


def test_who_may_see_nothing_is_asked_nothing(staff) -> None:
    browser = staff()
    browser.get("/admin/")
    with CaptureQueriesContext(connection) as caught:
        assert heads(browser) == set()
    assert len(caught) <= 5


def test_the_owner_sees_every_block(boss) -> None:
    assert heads(boss) == EVERY


# --- What waits ----------------------------------------------------------------------------------
def test_the_work_that_waits_is_counted(boss) -> None:
    now = timezone.now()
    lamp = goods(stock_count=100, at=now)
    make.product(stock=3)
    make.product(stock=0)
    make.product(stock=0, is_published=False)
    make.review(lamp, state="pending")
    orders = [place(cart_with({lamp: 1}, at=now), email=f"p{n}@example.com", at=now) for n in range(6)]
    for order in orders[:5]:
        pay(order, now)
    lifecycle.ready(order=orders[1], at=now, by=None)
    lifecycle.ready(order=orders[2], at=now, by=None)
    lifecycle.deliver(order=orders[2], at=now)
    lifecycle.request_withdrawal(order=orders[2], at=now)
    Order.objects.filter(pk=orders[3].pk).update(status="paid_without_stock")
    give(orders[4], now, units=1)
    payments.confirm(payment=orders[5].payments.get(), paid_amount=D(1), at=now)
    assert tiles(boss) == {
        "Pedidos a separar": 2,
        "Prontos para retirada": 1,
        "Devoluções a responder": 1,
        "Pagos sem estoque": 1,
        "Pix aguardando": 1,
        "Reembolsos a fazer": 1,
        "Pagamentos em análise": 1,
        "Avaliações a moderar": 1,
        "Produtos com estoque baixo": 1,
        "Produtos esgotados": 1,
    }


def test_pix_that_is_about_to_end_is_said_aloud(boss) -> None:
    now = timezone.now()
    lamp = goods(at=now)
    soon, later = (place(cart_with({lamp: 1}, at=now), email=f"p{n}@example.com", at=now) for n in range(2))
    Order.objects.filter(pk=soon.pk).update(expires_at=now + timedelta(minutes=59))
    Order.objects.filter(pk=later.pk).update(expires_at=now + timedelta(minutes=90))
    page = main(boss)
    assert "1 vence em até 1 hora" in page
    assert workload.count(["pix_waiting", "pix_ending"], at=now) == {"pix_waiting": 2, "pix_ending": 1}


def test_every_number_leads_to_its_list(boss) -> None:
    now = timezone.now()
    place(cart_with({goods(at=now): 1}, at=now), at=now)
    links = re.findall(r'<li class="todo-tile[^>]*>\s*<a href="([^"]+)"', main(boss))
    assert len(links) == len(dashboard.KINDS)
    for link in links:
        response = boss.get(link)
        assert response.status_code == 200, link
        assert "e=1" not in response.request["QUERY_STRING"]
    waiting = next(link for link in links if "payment_method" in link)
    assert [order.payment_method for order in boss.get(waiting).context["cl"].result_list] == ["pix"]


def test_nothing_asked_costs_nothing(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert workload.count([], at=timezone.now()) == {}
    with django_assert_num_queries(1):
        assert workload.count(["to_pick"], at=timezone.now()) == {"to_pick": 0}
    with django_assert_num_queries(1):
        assert set(workload.count(workload.KINDS, at=timezone.now()).values()) == {0}


# --- Sales ---------------------------------------------------------------------------------------
def sold(total: str, moment) -> Order:
    order = Order.objects.create(
        email="ana@example.com", name="Ana", payment_method="pix", freight_method="retirada", is_pickup=True,
        lines_total=D(total), total=D(total), placed_at=moment, paid_at=moment, status="paid",
    )  # fmt: skip
    Payment.objects.create(
        order=order, method="pix", provider="pix", amount=order.total, paid_amount=order.total, status="confirmed",
        confirmed_at=moment,
    )  # fmt: skip
    return order


def test_each_window_is_compared_with_the_same_stretch_before() -> None:
    now = at(31, 15)
    sold("100.00", at(31, 0))
    sold("50.00", at(31, 14, 59, 59))
    sold("999.00", at(31, 15))  # not yet
    sold("80.00", at(30, 14, 59, 59))
    sold("40.00", at(30, 15))  # yesterday, but later than this hour
    sold("10.00", at(25, 0))  # first of the seven days
    sold("200.00", at(24, 14, 0))  # last of the seven before, until this hour
    sold("400.00", at(24, 16, 0))  # in neither
    sold("7.00", at(18, 0))  # first of the seven before
    sold("3.00", at(1, 15))  # the first of the thirty before, after this hour of the last: counts for neither
    refund = Refund.objects.create(
        payment=sold("60.00", at(29)).payments.get(), amount=D(60), reason="r", key="k", requested_at=at(31, 1)
    )
    today, week, month = pulse_of(at=now).windows
    assert (today.orders, today.gross, today.gross_before, today.ticket) == (2, D(150), D(80), D(75))
    assert today.change == D("87.5")
    assert (week.orders, week.gross, week.gross_before) == (6, D(340), D(207))
    assert (month.orders, month.gross, month.gross_before) == (9, D(947), D(0))
    assert month.change is None
    assert [window.refunds for window in (today, week, month)] == [D(60), D(60), D(60)]
    Refund.objects.filter(pk=refund.pk).update(status="failed")
    assert pulse_of(at=now).windows[0].refunds == D(0)


def test_the_chart_has_thirty_days_and_the_thirty_before() -> None:
    sold("100.00", at(31, 1))
    sold("30.00", at(2, 1))
    sold("70.00", at(1, 1))
    days = pulse_of(at=at(31, 15)).days
    assert len(days) == 30
    assert (days[-1].day, days[-1].gross, days[-1].gross_before) == (at(31).date(), D(100), D(70))
    assert (days[0].day, days[0].gross, days[0].gross_before) == (at(2).date(), D(30), D(0))


def test_the_page_says_how_sales_went(boss) -> None:
    now = timezone.localtime()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    sold("1249.00", midnight)
    sold("1000.00", midnight - timedelta(days=1))
    page = main(boss)
    assert page.count("R$ 1.249,00") >= 2
    assert "24,9 % a mais que ontem até esta hora" in page
    assert "1 pedido pago · ticket médio R$ 1.249,00" in page
    assert page.count("<rect") == 30
    assert "Ver os números em tabela" in page
    assert f'<th scope="row">{now:%d/%m/%Y}</th>' in page


@pytest.mark.parametrize(
    ("gross", "before", "said", "direction"),
    [
        ("110", "100", "10 % a mais que ontem até esta hora", "up"),
        ("50", "150", "66,7 % a menos que ontem até esta hora", "down"),
        ("100", "100", "igual a ontem até esta hora", "even"),
        ("100", "0", "sem vendas para comparar com ontem até esta hora", "even"),
    ],
)
def test_a_change_is_said_in_words(gross: str, before: str, said: str, direction: str) -> None:
    told = dashboard.sales(reports.Window(1, 1, D(gross), D(0), D(before)))
    assert (told.change, told.direction) == (said, direction)


def test_conversion_is_carts_with_goods_that_became_orders(boss) -> None:
    now = timezone.now()
    lamp = goods(stock_count=50, at=now)
    for number in range(3):
        cart_with({lamp: 1}, at=now - timedelta(days=number))
    place(cart_with({lamp: 1}, at=now), at=now)
    Cart.objects.create(created_at=now)  # empty
    old = Cart.objects.create(created_at=now - timedelta(days=31))
    CartLine.objects.create(cart=old, product=lamp, quantity=1, seen_price=1)
    assert workload.count(["carts", "carts_ordered"], at=timezone.now()) == {"carts": 4, "carts_ordered": 1}
    page = main(boss)
    assert "25 %" in page
    assert "1 de 4 carrinhos com produtos viraram pedido nos últimos 30 dias" in page
    assert reports.conversion(begun=0, ordered=0) is None


def test_best_sellers_leave_out_what_came_back() -> None:
    now = timezone.now()
    first, second, third = (goods(stock_count=50, at=now, title=title) for title in ("Um", "Dois", "Três"))
    pay(place(cart_with({first: 3}, at=now), at=now), now)
    order = pay(place(cart_with({second: 5}, at=now), email="b@example.com", at=now), now)
    give(order, now, units=3)
    place(cart_with({third: 9}, at=now), email="c@example.com", at=now)
    found = reports.best_sellers(at=timezone.now())
    assert [(each["product__title"], each["units"]) for each in found] == [("Um", 3), ("Dois", 2)]


# --- The rest ------------------------------------------------------------------------------------
def test_what_runs_low_comes_with_the_fewest_first(boss) -> None:
    make.product(title="Sobra", stock=6)
    make.product(title="Pouco", stock=5)
    make.product(title="Quase nada", stock=1)
    make.product(title="Nada", stock=0)
    assert [each.title for each in dashboard.running_low()] == ["Quase nada", "Pouco"]


def test_searches_runs_and_failed_jobs_are_told(boss) -> None:
    SearchMiss.objects.create(query="lustre roxo", count=7)
    SyncRun.objects.create(source="demo", state="partial", counts={"created": 3, "updated": 2, "rejected": 1})
    failed(jobs.run_job.module_path, "unpaid orders")
    failed("orders.notices.tell")
    page = main(boss)
    assert "lustre roxo" in page
    assert "7 vezes" in page
    assert "3 criados · 2 atualizados · 1 recusados" in page
    assert "concluída com recusas" in page
    assert "Pedidos não pagos no prazo" in page
    assert "E-mail de pedido" in page
    assert "ValueError" in page
    assert "ana@example.com" not in page


def test_every_job_has_words_of_the_shop() -> None:
    assert set(jobs.JOBS) - set(failed_jobs.JOB_WORDS) == set()


def test_every_task_has_words_of_the_shop() -> None:
    own = [module for name, module in sys.modules.items() if name.partition(".")[0] in FLOORS]
    tasks = {each.module_path for module in own for each in vars(module).values() if isinstance(each, Task)}
    assert digest.send.module_path in tasks  # nothing else need have read that module
    assert tasks - {jobs.run_job.module_path} == set(failed_jobs.TASK_WORDS)


@pytest.mark.parametrize("count", [1, 25])
def test_the_page_costs_fifteen_queries_at_most_however_much_there_is(boss, count: int) -> None:
    now = timezone.now()
    for number in range(count):
        lamp = goods(stock_count=4, at=now)
        order = pay(place(cart_with({lamp: 1}, at=now), email=f"p{number}@example.com", at=now), now)
        give(order, now, units=1)
        SearchMiss.objects.create(query=f"q{number}")
        SyncRun.objects.create(source="demo", state="done")
        failed("orders.notices.tell")
        make.review(lamp, state="pending")
    boss.get("/admin/")
    with CaptureQueriesContext(connection) as caught:
        assert boss.get("/admin/").status_code == 200
    assert len(caught) <= MOST


def test_the_page_costs_no_more_for_who_holds_permissions_one_by_one(staff) -> None:
    browser = staff(*BLOCKS)
    browser.get("/admin/")
    with CaptureQueriesContext(connection) as caught:
        assert heads(browser) == EVERY
    assert len(caught) <= MOST
