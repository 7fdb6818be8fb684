"""A run that is looked at before it happens: every difference is shown, and only what was shown is applied."""

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Activity, User
from catalog import sync
from catalog.models import Brand, Category, Product, SyncDifference, SyncRehearsal, SyncRun
from catalog.sync import lock, rehearsals
from tests.admin.conftest import client_of
from tests.catalog.sync.upstream import Upstream, envelope, row

pytestmark = pytest.mark.django_db
LIST = "admin:catalog_rehearsals"
MAY = ("catalog.view_syncrun", "catalog.add_syncrun", "catalog.change_product", "catalog.add_product")
Rows = list[dict[str, Any]]


@pytest.fixture(autouse=True)
def _five_reais(settings: Any) -> None:
    settings.SYNC_EXCHANGE_RATE = "5"


@pytest.fixture
def shop(db: None, tmp_path: Any) -> None:
    """Ten products of the source, each R$ 52,50."""
    file = tmp_path / "first.json"
    file.write_text(json.dumps(envelope(rows())))
    report = sync.run(options=sync.Options(file=str(file)), at=timezone.now() - timedelta(days=1))
    assert report.exit_code == 0, report.as_dict()


def rows(**changed: dict[str, Any]) -> Rows:
    """The ten of the source; `n3={...}` changes the third."""
    return [row(number, images=[], thumbnail=..., **changed.get(f"n{number}", {})) for number in range(1, 11)]


def changed_rows() -> Rows:
    """One dearer, one renamed and of another brand, one gone, one twice the price, one new."""
    moved = rows(
        n1={"price": 12.0}, n2={"title": "Lustre Dois", "brand": "Outra"}, n4={"price": 30.0, "weight": 3}
    )  # fmt: skip
    return [*(each for each in moved if each["id"] != 3), row(11, images=[], thumbnail=..., category="lustres")]


def rehearse(browser: Any, source: Rows, **more: Any) -> SyncRehearsal:
    file = SimpleUploadedFile("origem.json", json.dumps(envelope(source)).encode())
    answer = browser.post(reverse(LIST), {"source": "arquivo", "file": file, **more})
    assert answer.status_code == 302, answer.context["form"].errors
    made = SyncRehearsal.objects.latest("pk")
    assert answer["Location"] == reverse("admin:catalog_rehearsal", args=[made.pk])
    return made


def resend(made: SyncRehearsal, source: Rows) -> None:
    """The source says something else from now on."""
    SyncRehearsal.objects.filter(pk=made.pk).update(content=json.dumps(envelope(source)).encode())


def apply(browser: Any, made: SyncRehearsal, *ids: str, **changes: Any) -> SyncRehearsal:
    chosen = list(made.rows.filter(external_id__in=ids).values_list("pk", flat=True))
    made.refresh_from_db()
    data = {"leitura": made.round, "quais": "marcadas" if ids else "todas", "linha": chosen} | changes
    answer = browser.post(reverse("admin:catalog_rehearsal_apply", args=[made.pk]), data)
    assert answer.status_code == 302
    made.refresh_from_db()
    return made


def page(browser: Any, made: SyncRehearsal, query: str = "") -> str:
    answer = browser.get(reverse("admin:catalog_rehearsal", args=[made.pk]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def prices() -> dict[str, Decimal]:
    return dict(Product.objects.filter(source="dummyjson").values_list("external_id", "price"))


def told(made: SyncRehearsal) -> dict[str, tuple[str, str, list[list[str]]]]:
    return {each.external_id: (each.kind, each.state, each.lines) for each in made.rows.order_by("pk")}


def everything() -> list[Any]:
    columns = ("external_id", "title", "price", "brand_id", "vanished_at", "source_hash", "updated_at")
    return list(Product.objects.order_by("pk").values_list(*columns))


# --- Looking -------------------------------------------------------------------------------------
def test_every_difference_is_shown_and_nothing_is_written(boss, shop) -> None:
    before, runs = everything(), SyncRun.objects.count()
    made = rehearse(boss, changed_rows())
    assert told(made) == {
        "1": ("changed", "pending", [["Preço de tabela", "R$\u00a052,50", "R$\u00a060,00"]]),
        "2": (
            "changed", "pending",
            [
                ["Nome", "Luminária 2", "Lustre Dois"], ["Marca", "Lume", "Outra"],
                ["Nome em inglês", "Luminária 2", "Lustre Dois"],
            ],
        ),
        "4": ("changed", "pending", [["Peso (kg)", "2,000", "3,000"]]),
        "11": (
            "new", "pending",
            [
                ["Preço", "–", "R$\u00a052,50"], ["Categoria", "–", "lustres"], ["Marca", "–", "Lume"],
                ["SKU", "–", "SKU-11"], ["Estoque", "–", "7"],
            ],
        ),
        "3": ("gone", "pending", []),
    }  # fmt: skip
    made.refresh_from_db()
    assert (made.state, made.round, made.source, made.filename) == ("ready", 1, "dummyjson", "origem.json")
    assert made.counts["differences"] == 5
    assert [(each["kind"], each["id"], each["code"]) for each in made.issues] == [
        ("held", "4", "price_jump"), ("warnings", "", "new_category"),
    ]  # fmt: skip
    assert everything() == before
    assert (SyncRun.objects.count(), Activity.objects.count()) == (runs, 0)
    assert not Category.objects.filter(external_slug="lustres").exists()
    assert not Brand.objects.filter(name="Outra").exists()
    text = page(boss, made)
    for words in (
        "Diferenças (5)",
        "Lustre Dois",
        "Muda (3)",
        "Some da origem (1)",
        "Retidas (1)",
        "Aplicar todas as 5",
    ):
        assert words in text
    assert "Lustre Dois" not in page(boss, made, "?tipo=gone")


def test_a_jump_of_the_price_is_marked_once_it_is_accepted(boss, shop) -> None:
    made = rehearse(boss, changed_rows(), accepts_jumps="on")
    assert told(made)["4"] == (
        "jump", "pending", [["Preço de tabela", "R$\u00a052,50", "R$\u00a0150,00"], ["Peso (kg)", "2,000", "3,000"]],
    )  # fmt: skip
    assert not [each for each in made.issues if each["kind"] == "held"]


def test_what_the_guards_stop_is_told_and_cannot_be_applied(boss, shop) -> None:
    made = rehearse(boss, rows()[:7])
    made.refresh_from_db()
    assert (made.state, made.rows.count()) == ("stopped", 0)
    assert made.message.startswith("3 de 10 produtos sumiriam da loja. Nada foi gravado.")
    assert "Aplicar" not in page(boss, made)
    assert apply(boss, made).state == "stopped"
    assert Product.objects.filter(vanished_at=None).count() == 10


def test_a_source_that_says_the_same_shows_nothing(boss, shop) -> None:
    made = rehearse(boss, rows())
    assert "Nenhuma diferença" in page(boss, made)
    assert apply(boss, made).state == "ready"


# --- Applying ------------------------------------------------------------------------------------
def test_all_is_applied_through_the_same_run(boss, shop, owner) -> None:
    made = apply(boss, rehearse(boss, changed_rows()))
    assert (made.state, made.message, made.applied_by, made.content) == (
        "applied",
        "Produtos aplicados: 5.",
        owner,
        None,
    )
    assert {each.state for each in made.rows.all()} == {"applied"}
    assert prices()["1"] == Decimal("60.00")
    assert prices()["4"] == Decimal("52.50")  # held: the jump was not accepted
    two, gone, new = (Product.objects.get(external_id=key) for key in ("2", "3", "11"))
    assert (two.title, str(two.brand)) == ("Lustre Dois", "Outra")
    assert gone.vanished_at is not None
    assert (new.price, new.stock, new.category.external_slug) == (Decimal("52.50"), 7, "lustres")
    run = made.run
    assert run is not None
    assert (run.state, run.exit_code, run.options["whole"]) == ("partial", 3, True)
    counted = ("created", "updated", "deactivated", "held", "unchanged")
    assert [run.counts[name] for name in counted] == [1, 3, 1, 1, 6]


def test_the_log_tells_whose_hand_it_was_and_can_undo_it(boss, shop, owner) -> None:
    made = apply(boss, rehearse(boss, changed_rows()))
    acts = {each.object_text: each for each in Activity.objects.filter(batch=made.act)}
    assert {name: (each.verb, each.note) for name, each in acts.items()} == {
        "Luminária 1": ("changed", "Sincronização de dummyjson"),
        "Lustre Dois": ("changed", "Sincronização de dummyjson"),
        "Luminária 4": ("changed", "Sincronização de dummyjson"),
        "Luminária 11": ("added", "Veio da origem."),
        "Luminária 3": ("changed", "Saiu da origem."),
    }
    assert {each.actor for each in acts.values()} == {owner}
    first = acts["Luminária 1"]
    assert [(each["field"], each["old"], each["new"]) for each in first.changes] == [("price", "52.50", "60.00")]
    boss.post(reverse("admin:accounts_activity_undo", args=[first.pk]))
    assert prices()["1"] == Decimal("52.50")


def test_only_what_was_ticked_is_applied_and_the_rest_waits(boss, shop) -> None:
    made = apply(boss, rehearse(boss, changed_rows()), "1", "3")
    assert (made.state, made.message) == ("ready", "Produtos aplicados: 2.")
    states = {key: state for key, (_, state, _) in told(made).items()}
    assert states == {"1": "applied", "2": "pending", "4": "pending", "11": "pending", "3": "applied"}
    assert prices()["1"] == Decimal("60.00")
    assert Product.objects.get(external_id="2").title == "Luminária 2"
    assert Product.objects.get(external_id="3").vanished_at is not None
    assert not Product.objects.filter(external_id="11").exists()
    assert not Category.objects.filter(external_slug="lustres").exists()
    assert not Brand.objects.filter(name="Outra").exists()
    assert made.run is not None
    assert made.run.options["whole"] is False  # so that the next run reads everything
    made = apply(boss, made)
    assert (made.state, made.message) == ("applied", "Produtos aplicados: 3.")
    assert Product.objects.filter(external_id="11").exists()


def test_a_source_that_moved_is_refused_with_the_new_difference(boss, shop) -> None:
    made = rehearse(boss, changed_rows())
    before = everything()
    resend(made, rows(n1={"price": 13.0}))
    made = apply(boss, made)
    assert everything() == before
    assert (made.state, made.round) == ("ready", 2)
    assert made.message.startswith("A origem ou a loja mudou desde a conferência. Nada foi gravado.")
    assert told(made) == {"1": ("changed", "pending", [["Preço de tabela", "R$\u00a052,50", "R$\u00a065,00"]])}
    assert not Activity.objects.exists()
    assert apply(boss, made).state == "applied"
    assert prices()["1"] == Decimal("65.00")


def test_a_new_difference_beside_the_shown_ones_refuses_all_but_not_a_choice(boss, shop) -> None:
    made = rehearse(boss, rows(n1={"price": 12.0}))
    resend(made, rows(n1={"price": 12.0}, n5={"price": 11.0}))
    made = apply(boss, made)
    assert (made.round, prices()["1"], prices()["5"]) == (2, Decimal("52.50"), Decimal("52.50"))
    resend(made, rows(n1={"price": 12.0}, n5={"price": 11.0}, n6={"price": 11.0}))
    made = apply(boss, made, "1")
    assert [prices()[key] for key in ("1", "5", "6")] == [Decimal("60.00"), Decimal("52.50"), Decimal("52.50")]
    assert (made.round, made.message) == (2, "Produtos aplicados: 1.")


def test_a_product_staff_changed_meanwhile_is_refused(boss, shop) -> None:
    made = rehearse(boss, rows(n1={"price": 12.0}))
    Product.objects.filter(external_id="1").update(price=Decimal("70.00"))
    made = apply(boss, made)
    assert (made.round, prices()["1"], told(made)) == (2, Decimal("70.00"), {})
    assert [(each["kind"], each["id"], each["field"]) for each in made.issues] == [("conflicts", "1", "price")]


def test_one_that_moves_in_the_last_moment_is_left_as_it_is(boss, shop, monkeypatch) -> None:
    made = rehearse(boss, rows(n1={"price": 12.0}, n2={"price": 12.0}))
    looked = rehearsals.run.__globals__["stages"].differences.check

    def meanwhile(approval: Any, found: Any) -> None:
        looked(approval, found)
        Product.objects.filter(external_id="1").update(price=Decimal("50.00"))

    monkeypatch.setattr("catalog.sync.differences.check", meanwhile)
    made = apply(boss, made)
    assert (prices()["1"], prices()["2"]) == (Decimal("50.00"), Decimal("60.00"))
    assert {key: state for key, (_, state, _) in told(made).items()} == {"1": "pending", "2": "applied"}
    assert made.run is not None
    assert list(made.run.issues.values_list("external_id", "code")) == [("1", "moved")]


def test_a_page_of_an_older_reading_applies_nothing(boss, shop) -> None:
    made = rehearse(boss, rows(n1={"price": 12.0}))
    boss.post(reverse("admin:catalog_rehearsal_again", args=[made.pk]))
    made = apply(boss, made, leitura=1)
    assert (made.round, made.state, prices()["1"]) == (2, "ready", Decimal("52.50"))


def test_nothing_ticked_is_nothing_applied(boss, shop) -> None:
    made = apply(boss, rehearse(boss, rows(n1={"price": 12.0})), quais="marcadas", linha=["x", "999999"])
    assert (made.state, made.round, prices()["1"]) == ("ready", 1, Decimal("52.50"))


def test_while_another_run_is_at_work_nothing_is_read_or_applied(boss, shop) -> None:
    made = rehearse(boss, rows(n1={"price": 12.0}))
    SyncRun.objects.create(source="demo", state="running", owner=lock.owner_name(), heartbeat_at=timezone.now())
    made = apply(boss, made)
    assert (made.state, made.message) == ("stopped", "Outra sincronização está em andamento.")
    assert prices()["1"] == Decimal("52.50")
    other = rehearse(boss, rows(n1={"price": 12.0}))
    other.refresh_from_db()
    assert (other.state, other.message) == ("stopped", "Outra sincronização está em andamento.")


def test_who_left_applies_nothing(boss, shop, owner) -> None:
    made = rehearse(boss, rows(n1={"price": 12.0}))
    kept: list[int] = []
    rehearsals.confirm(rehearsal_id=made.pk, seen_round=1, by=owner, rows=None, later=kept.append)
    User.objects.filter(pk=owner.pk).update(is_active=False)
    assert rehearsals.carry_out(rehearsal_id=made.pk, at=timezone.now()).state == "stopped"
    assert prices()["1"] == Decimal("52.50")
    with pytest.raises(rehearsals.RehearsalClosed):
        rehearsals.confirm(rehearsal_id=made.pk, seen_round=1, by=owner, rows=None, later=kept.append)
    assert kept == [made.pk]


def test_who_may_no_longer_change_products_applies_nothing(boss, shop, owner) -> None:
    made = rehearse(boss, rows(n1={"price": 12.0}))
    rehearsals.confirm(rehearsal_id=made.pk, seen_round=1, by=owner, rows=None, later=lambda number: None)
    User.objects.filter(pk=owner.pk).update(is_superuser=False)
    assert rehearsals.carry_out(rehearsal_id=made.pk, at=timezone.now()).state == "stopped"
    assert prices()["1"] == Decimal("52.50")


@pytest.mark.parametrize("number", ["9" * 5_000, "x", "", "-1", "²"])
def test_a_row_that_is_no_number_is_nobodys(boss, shop, number: str) -> None:
    made = rehearse(boss, rows(n1={"price": 12.0}))
    sent = {"quais": "marcadas", "linha": [number], "leitura": number}
    assert boss.post(reverse("admin:catalog_rehearsal_apply", args=[made.pk]), sent).status_code < 500
    assert prices()["1"] == Decimal("52.50")


# --- Sources -------------------------------------------------------------------------------------
def test_a_configured_source_is_read_from_its_own_address(boss, shop, settings) -> None:
    upstream = Upstream()
    try:
        settings.DUMMYJSON_URL = upstream.url
        upstream.rows = rows(n1={"price": 12.0})
        answer = boss.post(reverse(LIST), {"source": "dummyjson", "url": "http://169.254.169.254/"})
        made = SyncRehearsal.objects.get()
        assert answer["Location"] == reverse("admin:catalog_rehearsal", args=[made.pk])
        assert told(made) == {"1": ("changed", "pending", [["Preço de tabela", "R$\u00a052,50", "R$\u00a060,00"]])}
        assert apply(boss, made).state == "applied"
        assert set(upstream.paths) == {"/products"}
    finally:
        upstream.close()


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        ({"source": "http://169.254.169.254/"}, "source"), ({"source": ""}, "source"), ({"source": "arquivo"}, "file"),
        ({"source": "demo", "file": b"{}"}, "source"), ({"source": "arquivo", "file": b"<xml>"}, "file"),
        ({"source": "arquivo", "file": b""}, "file"), ({"source": "arquivo", "file": b"\xff\xfe"}, "file"),
        ({"source": "arquivo", "file": b"[" * 200_000}, "file"),
    ],
)  # fmt: skip
def test_nothing_but_a_known_source_or_a_file_is_read(boss, data: dict[str, Any], fault: str) -> None:
    if "file" in data:
        data = data | {"file": SimpleUploadedFile("origem.json", data["file"])}
    answer = boss.post(reverse(LIST), data)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [fault]
    assert not SyncRehearsal.objects.exists()


def test_a_file_that_is_no_list_of_products_stops(boss, shop) -> None:
    file = SimpleUploadedFile("origem.json", b'{"products": "all of them"}')
    boss.post(reverse(LIST), {"source": "arquivo", "file": file})
    made = SyncRehearsal.objects.get()
    assert (made.state, made.rows.count()) == ("stopped", 0)


def test_values_of_a_source_are_text(boss, shop) -> None:
    made = rehearse(boss, rows(n1={"title": "Lustre <script>alert(1)</script>"}))
    text = page(boss, made)
    assert "<script>alert(1)" not in text


# --- Who may -------------------------------------------------------------------------------------
def test_each_act_needs_its_permission(boss, shop, staff, customer) -> None:
    made = rehearse(boss, rows(n1={"price": 12.0}))
    one = reverse("admin:catalog_rehearsal", args=[made.pk])
    reader, runner, full = staff(*MAY[:1]), staff(*MAY[:2]), staff(*MAY)
    for browser, status in ((staff(), 403), (reader, 200), (customer, 302)):
        assert (browser.get(one).status_code, browser.get(reverse(LIST)).status_code) == (status, status)
    assert "Ensaiar" not in reader.get(reverse(LIST)).content.decode().partition("<main")[2].partition("</h1>")[2]
    assert reader.post(reverse(LIST), {"source": "demo"}).status_code == 403
    assert reader.post(f"{one}ler/").status_code == 403
    assert runner.post(f"{one}ler/").status_code == 302
    data = {"leitura": 2, "quais": "todas"}
    for browser in (reader, runner, staff(*MAY[:3])):
        assert browser.post(f"{one}aplicar/", data).status_code == 403
        assert "Aplicar" not in page(browser, made)
    assert prices()["1"] == Decimal("52.50")
    assert full.post(f"{one}aplicar/", data).status_code == 302
    assert prices()["1"] == Decimal("60.00")
    assert (boss.get(f"{one}aplicar/").status_code, boss.get(f"{one}ler/").status_code) == (405, 405)


# --- Many ----------------------------------------------------------------------------------------
def differences(made: SyncRehearsal, count: int) -> None:
    SyncDifference.objects.bulk_create(
        SyncDifference(
            rehearsal=made, external_id=f"x{number}", kind="changed", title=f"Lâmpada {number}", seal="0" * 64,
            lines=[["Preço de tabela", "R$ 1,00", "R$ 2,00"]],
        )
        for number in range(count)
    )  # fmt: skip
    SyncRehearsal.objects.filter(pk=made.pk).update(counts={"differences": count, "changed": count})


def test_ten_thousand_differences_are_pages_of_a_hundred_at_the_same_cost(boss, owner) -> None:
    made = SyncRehearsal.objects.create(source="dummyjson", state="ready", round=1, by=owner)
    page(boss, made)
    costs = []
    for count in (10, 10_000):
        made.rows.all().delete()
        differences(made, count)
        with CaptureQueriesContext(connection) as asked:
            text = page(boss, made)
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 8
    assert text.count('name="linha"') == 100
    assert "Página 1 de 100" in text
    assert len(text) < 150_000
    assert "Lâmpada 9999" in page(boss, made, "?p=100")


def test_more_than_can_be_looked_through_is_not_kept(boss, shop, monkeypatch) -> None:
    monkeypatch.setattr(rehearsals, "MOST_ROWS", 3)
    made = rehearse(boss, changed_rows())
    made.refresh_from_db()
    assert (made.state, made.rows.count()) == ("stopped", 0)
    assert made.message == "São 5 diferenças, demais para conferir aqui: use sync_products --dry-run."


def test_old_ones_are_forgotten_and_the_runs_stay(boss, shop) -> None:
    made = apply(boss, rehearse(boss, rows(n1={"price": 12.0})))
    assert rehearsals.drop_old(at=timezone.now() + timedelta(days=6)) == 0
    assert rehearsals.drop_old(at=timezone.now() + timedelta(days=8)) == 2
    assert SyncRun.objects.filter(pk=made.run_id).exists()


def test_a_colleague_without_a_name_is_no_fault(boss, shop) -> None:
    made = rehearse(boss, rows(n1={"price": 12.0}))
    SyncRehearsal.objects.update(by=None)
    assert "Pedido por –" in page(client_of(User.objects.get(is_superuser=True)), made)
