"""Shelves, reviews, runs, words, redirects: each save goes through its room and shows in the shop."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.redirects.models import Redirect
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cart.models import Coupon, FreightRate
from catalog import publication, ripples, search
from catalog.models import (
    Banner,
    Brand,
    Category,
    HomeSection,
    Page,
    ProductCard,
    SearchMiss,
    SpecDefinition,
    SyncIssue,
    SyncRun,
    Synonym,
)
from catalog.sync import lock
from catalog.tasks import publish, sync_source
from tests import make

pytestmark = pytest.mark.django_db
DATABASE_TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "pictures"]}}
RUN = "admin:catalog_syncrun_begin"


def change(name: str, pk: int) -> str:
    return reverse(f"admin:{name}_change", args=[pk])


def act(browser, name: str, action: str, *pks: int):
    data = {"action": action, "_selected_action": [str(pk) for pk in pks], "index": "0"}
    path = reverse(f"admin:{name}_changelist")
    return browser.post(path, data, headers={"Referer": f"http://testserver{path}"})


# --- Forms ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(("path", "name", "shown"), [
    ("cart_freightrate", "price", "14,90"), ("cart_freightrate", "free_above", "399,00"),
    ("cart_coupon", "minimum_total", "50,00"), ("catalog_product", "price", "100,00"),
])  # fmt: skip
def test_a_field_for_money_shows_what_is_stored(boss, path: str, name: str, shown: str) -> None:
    """A browser shows `14,90` in a field for numbers as nothing, and saving would take the price away."""
    rate = FreightRate.objects.get(method="economico", cep_from="01000000")
    coupon = Coupon.objects.create(code="LUZ", kind="percent", percentage=10, minimum_total=50)
    product = make.product(price="100")
    pks = {"cart_freightrate": rate.pk, "cart_coupon": coupon.pk, "catalog_product": product.pk}
    field = boss.get(change(path, pks[path])).context["adminform"].form[name]
    assert (field.field.widget.input_type, field.value()) == ("text", shown)


LISTS = [
    ("catalog_category", "promoted", [], ""),
    ("catalog_specdefinition", "ranges", [], ""),
    (
        "catalog_category", "promoted", [{"label": "Luz quente", "query": "cor=2700&base=e27"}],
        "Luz quente: cor=2700&base=e27",
    ),
    (
        "catalog_specdefinition", "ranges", [[None, 400], [400, 800.5], [800.5, None]],
        "até 400\n400 a 800,5\n800,5 em diante",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("path", "name", "kept", "text"), LISTS)
def test_a_list_is_written_one_entry_a_line_and_read_back(
    boss, path: str, name: str, kept: list[object], text: str
) -> None:
    add = boss.get(reverse(f"admin:{path}_add")).context["adminform"].form
    assert (add[name].value() or "") == ""
    field = add.fields[name]
    assert field.prepare_value(kept) == text
    assert field.clean(text.replace("\n", "\r\n")) == kept
    assert (field.has_changed(kept, text), field.has_changed(kept, f"{text}1")) == (False, True)


# --- Shelves and brands --------------------------------------------------------------------------
def category_form(category: Category, **changes: object) -> dict[str, object]:
    data = {"name": category.name, "slug": category.slug, "position": "0", "is_active": "on", "promoted": ""}
    return {key: value for key, value in (data | {"parent": category.parent_id} | changes).items() if value is not None}


def test_a_renamed_category_is_renamed_on_every_card_below_it(boss) -> None:
    shelf = make.category("Luzes")
    below = make.category("Pendentes", parent=shelf)
    product = make.product(category=below)
    assert boss.post(change("catalog_category", below.pk), category_form(below, name="Suspensos")).status_code == 302
    assert '"category_name":"Suspensos"' in ProductCard.objects.get(pk=product.pk).view


def test_the_old_address_of_a_category_leads_to_the_new_one(boss, client) -> None:
    shelf = make.category("Lustres")
    make.product(category=shelf)
    boss.post(change("catalog_category", shelf.pk), category_form(shelf, slug="lustres-e-pendentes"))
    assert Category.objects.get(pk=shelf.pk).slug == "lustres-e-pendentes"
    moved = client.get("/categoria/lustres/?cor=2700&pagina=1")
    there = "/categoria/lustres-e-pendentes/?cor=2700&pagina=1"
    assert (moved.status_code, moved.headers["Location"]) == (301, there)
    assert client.get(there).status_code == 200
    over_api = client.get("/api/v1/categories/lustres/")
    assert (over_api.status_code, over_api.headers["Location"]) == (301, "/api/v1/categories/lustres-e-pendentes/")


def test_an_old_address_of_a_category_goes_to_who_takes_it_and_to_nobody_hidden(boss, client) -> None:
    shelf = make.category("Lustres")
    boss.post(change("catalog_category", shelf.pk), category_form(shelf, slug="novo"))
    boss.post(change("catalog_category", shelf.pk), category_form(shelf, slug="lustres"))
    assert client.get("/categoria/lustres/").status_code == 200
    assert client.get("/categoria/novo/").headers["Location"] == "/categoria/lustres/"
    other = make.category("Outra", slug="novo")
    assert client.get("/categoria/novo/").status_code == 200
    boss.post(change("catalog_category", other.pk), category_form(other, slug="outra"))
    boss.post(change("catalog_category", shelf.pk), category_form(shelf, is_active=None))
    boss.post(change("catalog_category", other.pk), category_form(other, slug="outra", is_active=None))
    assert client.get("/categoria/novo/").status_code == 404
    assert client.get("/api/v1/categories/novo/").status_code == 404
    assert client.get("/api/v1/categories/nunca/").status_code == 404


def test_a_hidden_category_hides_what_is_below_it(boss) -> None:
    shelf = make.category("Luzes")
    product = make.product(category=make.category("Pendentes", parent=shelf))
    boss.post(change("catalog_category", shelf.pk), category_form(shelf, is_active=None))
    product.refresh_from_db()
    assert product.is_visible is False


def test_a_category_cannot_hang_below_itself(boss) -> None:
    shelf = make.category("Luzes")
    below = make.category("Pendentes", parent=shelf)
    response = boss.post(change("catalog_category", shelf.pk), category_form(shelf, parent=below.pk))
    assert list(response.context["adminform"].form.errors) == ["parent"]
    moved = make.category("Casa")
    boss.post(change("catalog_category", below.pk), category_form(below, parent=moved.pk))
    assert Category.objects.get(pk=below.pk).path == f"/{moved.pk}/{below.pk}/"


@pytest.mark.parametrize(
    "promoted",
    ["nada", "Luz quente", ": cor=2700", "Luz: cor", "Luz: cor=", "Luz: cor=1 2", '[{"label": "x"}]', "Boa: a=1\n?"],
)
def test_promoted_filters_have_one_form(boss, promoted: str) -> None:
    shelf = make.category("Luzes")
    response = boss.post(change("catalog_category", shelf.pk), category_form(shelf, promoted=promoted))
    assert list(response.context["adminform"].form.errors) == ["promoted"]


def test_a_shelf_that_holds_something_is_not_deleted(boss) -> None:
    full, empty = make.category("Luzes"), make.category("Vazia")
    make.product(category=full)
    for category, status in ((full, 403), (empty, 302)):
        path = reverse("admin:catalog_category_delete", args=[category.pk])
        assert boss.post(path, {"post": "yes"}).status_code == status
    assert set(Category.objects.values_list("name", flat=True)) == {"Luzes"}


def test_a_brand_changes_on_its_products_and_leaves_them_when_deleted(boss) -> None:
    brand = make.brand("Lume")
    product = make.product(brand=brand)
    boss.post(change("catalog_brand", brand.pk), {"name": "Lume Norte", "slug": "lume-norte"})
    assert '"brand":"Lume Norte"' in ProductCard.objects.get(pk=product.pk).view
    boss.post(reverse("admin:catalog_brand_delete", args=[brand.pk]), {"post": "yes"})
    assert not Brand.objects.exists()
    assert '"brand":""' in ProductCard.objects.get(pk=product.pk).view


def test_many_products_are_left_to_the_background(boss, settings, monkeypatch) -> None:
    settings.TASKS = DATABASE_TASKS
    monkeypatch.setattr(ripples, "AT_ONCE", 2)
    brand = make.brand("Lume")
    products = make.products(3, brand=brand)
    boss.post(change("catalog_brand", brand.pk), {"name": "Lume Norte", "slug": "lume"}, follow=True)
    waiting = DBTaskResult.objects.get(task_path=publish.module_path)
    assert waiting.args_kwargs["args"] == [[product.pk for product in products]]
    waiting.task.call(*waiting.args_kwargs["args"])
    assert ProductCard.objects.filter(view__contains="Lume Norte").count() == 3


def test_a_definition_keeps_its_public_names_and_shows_its_new_label(boss) -> None:
    product = make.product(specs={"base": "e27", "bulbs": 1})
    base = SpecDefinition.objects.get(key="base")
    choice = base.choices.get()
    rows = {"choices-TOTAL_FORMS": "1", "choices-INITIAL_FORMS": "1", "choices-0-id": choice.pk}
    rows |= {"choices-0-definition": base.pk, "choices-0-label": "E27 (rosca)", "choices-0-slug": "e27"}
    form = {"label": "Bocal", "key": "outra", "url_key": "outra", "kind": "number", "group": "Geral", "facet": "values"}
    form |= {"position": "1", "ranges": "", "choices-0-position": "0"}
    assert boss.post(change("catalog_specdefinition", base.pk), form | rows).status_code == 302
    base.refresh_from_db()
    assert (base.label, base.key, base.url_key, base.kind) == ("Bocal", "base", "soquete", "choice")
    assert "E27 (rosca)" in ProductCard.objects.get(pk=product.pk).view
    assert boss.post(reverse("admin:catalog_specdefinition_delete", args=[base.pk]), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize(
    "ranges", ["400", "5 a 1", "1 a 1", "até", "a em diante", "[[0, 400]]", "-1 a 2", "0 a 1\n9 a 8"]
)
def test_ranges_have_one_form(boss, ranges: str) -> None:
    flux = make.definition("luminous_flux", 1)
    form = {"label": "Fluxo", "group": "Luz", "facet": "ranges", "position": "1", "ranges": ranges}
    form |= {"choices-TOTAL_FORMS": "0", "choices-INITIAL_FORMS": "0"}
    response = boss.post(change("catalog_specdefinition", flux.pk), form)
    assert list(response.context["adminform"].form.errors) == ["ranges"]


# --- Reviews -------------------------------------------------------------------------------------
def test_reviews_are_judged_from_the_list_and_the_judgement_is_logged(boss, owner) -> None:
    product = make.product()
    good, bad = make.review(product, rating=5, state="pending"), make.review(product, rating=1, state="pending")
    act(boss, "catalog_review", "approve", good.pk)
    act(boss, "catalog_review", "reject", bad.pk)
    product.refresh_from_db()
    assert (product.rating, product.review_count) == (Decimal("5.00"), 1)
    entry = LogEntry.objects.get(object_id=str(good.pk))
    assert (entry.user, entry.get_change_message()) == (owner, "Moderada: publicada.")


def test_judging_again_is_refused_with_a_message(boss) -> None:
    review = make.review(make.product(), state="approved")
    response = act(boss, "catalog_review", "approve", review.pk)
    assert response.status_code == 303
    page = boss.get(reverse("admin:catalog_review_changelist")).content.decode()
    assert "Nenhuma das avaliações escolhidas muda com isso." in page


def test_a_review_can_be_answered_but_not_rewritten(boss) -> None:
    review = make.review(make.product(), title="Boa", text="Ilumina.", rating=4)
    form = {"reply": "Obrigada!", "title": "Ótima", "text": "Perfeita.", "rating": "5", "state": "rejected"}
    assert boss.post(change("catalog_review", review.pk), form).status_code == 302
    review.refresh_from_db()
    assert (review.reply, review.title, review.text, review.rating, review.state) == (
        "Obrigada!", "Boa", "Ilumina.", 4, "approved",
    )  # fmt: skip


def test_what_a_customer_wrote_is_shown_as_text(boss) -> None:
    review = make.review(make.product(), title="<script>alert(1)</script>", state="pending")
    for path in (reverse("admin:catalog_review_changelist"), change("catalog_review", review.pk)):
        page = boss.get(path).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


# --- Sync ----------------------------------------------------------------------------------------
def test_a_run_is_asked_for_once(boss, settings) -> None:
    settings.TASKS = DATABASE_TASKS
    assert boss.post(reverse(RUN), {"source": "demo"}).status_code == 302
    page = boss.post(reverse(RUN), {"source": "demo"}, follow=True).content.decode()
    assert "Outra sincronização está em andamento." in page
    assert DBTaskResult.objects.filter(task_path=sync_source.module_path).count() == 1


def test_a_run_at_work_refuses_another(boss, settings) -> None:
    settings.TASKS = DATABASE_TASKS
    SyncRun.objects.create(source="demo", state="running", owner=lock.owner_name(), heartbeat_at=timezone.now())
    page = boss.post(reverse(RUN), {"source": "demo"}, follow=True).content.decode()
    assert "Outra sincronização está em andamento." in page
    assert not DBTaskResult.objects.exists()


@pytest.mark.parametrize("source", ["", "outra", "../etc"])
def test_only_known_sources_are_run(boss, settings, source: str) -> None:
    settings.TASKS = DATABASE_TASKS
    boss.post(reverse(RUN), {"source": source})
    assert not DBTaskResult.objects.exists()


def test_running_needs_its_permission_and_a_post(boss, staff) -> None:
    browser = staff("catalog.view_syncrun")
    assert browser.post(reverse(RUN), {"source": "demo"}).status_code == 403
    assert "Rodar agora" not in browser.get(reverse("admin:catalog_syncrun_changelist")).content.decode()
    assert boss.get(reverse(RUN)).status_code == 405
    assert "Rodar agora" in boss.get(reverse("admin:catalog_syncrun_changelist")).content.decode()


def test_a_run_shows_what_it_refused_page_by_page_as_text(boss) -> None:
    run = SyncRun.objects.create(source="dummyjson", state="partial", counts={"created": 3, "rejected": 60})
    for number in range(60):
        SyncIssue.objects.create(
            run=run, kind="rejected", external_id=str(number), code="bad", value=f"<b>{number}</b>", message="Ruim."
        )
    page = boss.get(change("catalog_syncrun", run.pk)).content.decode()
    assert "Ocorrências (60)" in page
    assert "Página 1 de 2" in page
    assert "<code>&lt;b&gt;0&lt;/b&gt;</code>" in page
    assert "<b>0</b>" not in page
    assert "<th scope='row'>criados</th><td>3</td>" in page
    second = boss.get(change("catalog_syncrun", run.pk) + "?p=2").content.decode()
    assert "&lt;b&gt;59&lt;/b&gt;" in second
    assert boss.get(change("catalog_syncrun", run.pk) + "?p=abc").status_code == 200
    only = boss.get(reverse("admin:catalog_syncissue_changelist") + f"?run__id__exact={run.pk}")
    assert only.context["cl"].result_count == 60


# --- Words ---------------------------------------------------------------------------------------
def test_a_synonym_works_in_the_next_search(boss) -> None:
    make.product("Luminária Zeppelin")

    def found() -> int:
        return search.ProductQuery.from_params(QueryDict("q=dirigivel"), category=None, names="url").page(1, 10).total

    assert found() == 0
    assert boss.post(reverse("admin:catalog_synonym_add"), {"words": "dirigível, Zeppelin,  ", "is_active": "on"})
    assert Synonym.objects.filter(words="dirigível, zeppelin").exists()
    assert found() == 1


def test_one_word_is_no_synonym(boss) -> None:
    response = boss.post(reverse("admin:catalog_synonym_add"), {"words": "lustre, lustre", "is_active": "on"})
    assert list(response.context["adminform"].form.errors) == ["words"]


def test_a_search_that_found_nothing_leads_to_a_synonym(boss) -> None:
    SearchMiss.objects.create(query="lustre & <cristal>", count=7)
    page = boss.get(reverse("admin:catalog_searchmiss_changelist")).content.decode()
    assert "/admin/catalog/synonym/add/?words=lustre+%26+%3Ccristal%3E%2C+" in page
    assert "<cristal>" not in page


# --- Pages, banners, home ------------------------------------------------------------------------
PAGE = {"title": "Sobre", "description": "", "body": "Olá", "is_published": "on", "in_footer": "on", "position": "1"}


@pytest.mark.parametrize("slug", ["admin", "catalogo", "busca", "api", "favoritos", "com espaço"])
def test_a_page_cannot_take_the_address_of_another_part(boss, slug: str) -> None:
    response = boss.post(reverse("admin:catalog_page_add"), PAGE | {"slug": slug})
    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == ["slug"]


def test_a_new_page_is_shown_at_its_address(boss) -> None:
    boss.post(reverse("admin:catalog_page_add"), PAGE | {"slug": "montagem", "body": "## Passo\n\n<script>x</script>"})
    page = boss.get("/montagem/").content.decode()
    assert '<h2 id="passo">Passo</h2>' in page
    assert "<script>x" not in page
    assert Page.objects.get(slug="montagem").updated_at <= timezone.now()


@pytest.mark.parametrize("link", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", "/\\x"])
def test_a_banner_leads_nowhere_else(boss, link: str) -> None:
    form = {"place": "hero", "title": "Oi", "link": link, "link_label": "Ver", "position": "1"}
    response = boss.post(reverse("admin:catalog_banner_add"), form)
    assert list(response.context["adminform"].form.errors) == ["link"]


@pytest.mark.parametrize("model", [Banner, HomeSection])
def test_every_change_of_the_window_is_a_new_version(boss, model: type) -> None:
    name = f"catalog_{model._meta.model_name}"
    forms = {
        Banner: {"place": "top", "title": "Oferta", "position": "1", "is_active": "on"},
        HomeSection: {"kind": "offers", "title": "Ofertas", "position": "1", "is_active": "on"},
    }
    versions = [publication.version()]
    boss.post(reverse(f"admin:{name}_add"), forms[model])
    versions.append(publication.version())
    row = model.objects.latest("pk")
    boss.post(change(name, row.pk), forms[model] | {"title": "Outro"})
    versions.append(publication.version())
    boss.post(reverse(f"admin:{name}_delete", args=[row.pk]), {"post": "yes"})
    versions.append(publication.version())
    assert versions == sorted(set(versions))


def test_a_banner_ends_after_it_begins(boss) -> None:
    begin = timezone.localtime(timezone.now())
    end = begin - timedelta(days=1)
    form = {"place": "top", "title": "Oferta", "position": "1"}
    form |= {"starts_at_0": f"{begin:%d/%m/%Y}", "starts_at_1": "10:00:00"}
    form |= {"ends_at_0": f"{end:%d/%m/%Y}", "ends_at_1": "10:00:00"}
    response = boss.post(reverse("admin:catalog_banner_add"), form)
    assert list(response.context["adminform"].form.errors) == ["ends_at"]


def test_a_category_row_needs_its_category(boss) -> None:
    response = boss.post(reverse("admin:catalog_homesection_add"), {"kind": "category", "title": "x", "position": "1"})
    assert list(response.context["adminform"].form.errors) == ["category"]


# --- Redirects -----------------------------------------------------------------------------------
def test_a_redirect_leads_to_a_page_of_the_shop(boss) -> None:
    form = {"old_path": "/lustres-2019/", "new_path": "/catalogo/"}
    assert boss.post(reverse("admin:redirects_redirect_add"), form).status_code == 302
    response = boss.get("/lustres-2019/")
    assert (response.status_code, response["Location"]) == (301, "/catalogo/")


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("/a/", "https://elsewhere.example/", "new_path"),
        ("/a/", "//elsewhere.example/", "new_path"),
        ("/a/", "/\\elsewhere.example", "new_path"),
        ("/a/", "javascript:alert(1)", "new_path"),
        ("a", "/b/", "old_path"),
        ("/a/", "/a/", "__all__"),
        ("/velho/", "/b/", "old_path"),
    ],
)
def test_a_redirect_leads_nowhere_else(boss, old: str, new: str, field: str) -> None:
    Redirect.objects.create(site_id=1, old_path="/velho/", new_path="/")
    response = boss.post(reverse("admin:redirects_redirect_add"), {"old_path": old, "new_path": new})
    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == [field]


def test_people_are_deactivated_never_deleted(boss) -> None:
    someone = make.user()
    assert boss.post(reverse("admin:accounts_user_delete", args=[someone.pk]), {"post": "yes"}).status_code == 403


def test_a_new_person_is_known_by_the_mailbox_in_lower_case(boss) -> None:
    form = {"email": "Bia@Example.COM", "name": "Bia", "usable_password": "true"}
    form |= {"password1": "muito-Secreta-77", "password2": "muito-Secreta-77"}
    assert boss.post(reverse("admin:accounts_user_add"), form).status_code == 302
    response = boss.post(reverse("admin:accounts_user_add"), form | {"email": "bia@example.com"})
    assert list(response.context["adminform"].form.errors) == ["email"]
