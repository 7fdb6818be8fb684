"""The log of activity: what stands in it, who reads it, what goes back, and that nothing is rewritten."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from accounts import activity, privacy
from accounts.models import Activity, User
from accounts.models.activity import Immutable
from catalog.models import Banner, Category, PriceChange, Product, ProductCard, Synonym
from iluminacasa.recording import Recorded
from tests import make
from tests.admin.test_products import png, save

pytestmark = pytest.mark.django_db
LIST = "admin:accounts_activity_changelist"
READS = ("accounts.view_activity", "catalog.view_product")
UNDOES = (*READS, "accounts.undo_activity", "catalog.change_product")


def told(row: Activity) -> dict[str, tuple[str, str]]:
    return {each["field"]: (each["old_text"], each["new_text"]) for each in row.changes}


def newest() -> Activity:
    return Activity.objects.latest("pk")


def dearer(product: Product, by: User, price: str = "120.00") -> Activity:
    """A change of price as a bulk desk makes it."""
    at = timezone.now()
    before = activity.snapshot(product, ["price"])
    product.price = Decimal(price)
    Product.objects.filter(pk=product.pk).update(price=product.price, sale_price=product.price)
    changes = activity.differences(product, before)
    batch = activity.record(by=by, obj=product, verb=activity.Verb.CHANGED, at=at, changes=changes, note="Em massa")
    return Activity.objects.get(batch=batch)


# --- What is written -----------------------------------------------------------------------------
def test_no_desk_escapes_the_log() -> None:
    assert [desk for desk in admin.site._registry.values() if not isinstance(desk, Recorded)] == []


def test_a_changed_product_tells_old_and_new_in_words_and_as_values(boss, owner) -> None:
    product = make.product(title="Pendente", price="100.00", brand="Lume")
    save(boss, product, price="1.249,90", brand="", is_published=None)
    row = newest()
    assert (row.actor, row.actor_name, row.verb, row.kind) == (owner, "Dona", "changed", "catalog.product")
    assert (row.object_key, row.object_text) == (str(product.pk), "Pendente")
    assert told(row) == {
        "price": ("R$\u00a0100,00", "R$\u00a01.249,90"),
        "brand": ("Lume", "–"),
        "is_published": ("sim", "não"),
    }
    price = next(each for each in row.changes if each["field"] == "price")
    assert (price["old"], price["new"], price["label"]) == ("100.00", "1249.90", "Preço de tabela")


def test_saving_without_a_change_tells_nothing(boss) -> None:
    save(boss, make.product())
    assert not Activity.objects.exists()


def test_rows_beside_the_main_one_are_told_apart_so_that_the_main_one_can_go_back(boss) -> None:
    product = make.product(title="Antes")
    picture = {
        "images-TOTAL_FORMS": "1", "images-0-role": "day", "images-0-position": "0", "images-0-alt": "Aceso",
        "images-0-upload": png(),
    }  # fmt: skip
    save(boss, product, title="Depois", **picture)
    own, below = Activity.objects.order_by("pk")
    assert own.batch == below.batch
    assert told(own) == {"title": ("Antes", "Depois")}
    assert [each["label"] for each in below.changes] == ["Imagem criado"]


def test_what_is_added_and_taken_away_is_told(boss) -> None:
    boss.post(reverse("admin:catalog_synonym_add"), {"words": "luz de cabeceira, abajur de leitura", "is_active": "on"})
    made = newest()
    assert (made.verb, made.object_text) == ("added", str(Synonym.objects.latest("pk")))
    word = Synonym.objects.latest("pk")
    boss.post(reverse("admin:catalog_synonym_delete", args=[word.pk]), {"post": "yes"})
    assert (newest().verb, newest().object_key) == ("deleted", str(word.pk))


def test_an_act_is_told_in_its_words(boss) -> None:
    review = make.review(make.product(), state="pending")
    path = reverse("admin:catalog_review_changelist")
    boss.post(path, {"action": "approve", "_selected_action": [str(review.pk)], "index": "0"})
    assert (newest().verb, newest().note) == ("acted", "Moderada: publicada.")


def test_a_password_is_never_told(boss) -> None:
    form = {"email": "novo@example.com", "name": "Novo", "usable_password": "true"}
    secret = "luz-quente-na-sala-42"
    assert boss.post(
        reverse("admin:accounts_user_add"), form | {"password1": secret, "password2": secret}
    ).status_code == 302  # fmt: skip
    person = User.objects.get(email="novo@example.com")
    address = reverse("admin:auth_user_password_change", args=[person.pk])
    other = "luz-fria-na-cozinha-43"
    assert boss.post(address, {"password1": other, "password2": other, "usable_password": "true"}).status_code == 302
    text = "".join(f"{row.changes}{row.note}" for row in Activity.objects.all())
    assert secret not in text
    assert other not in text
    assert person.password not in text


def test_permissions_given_to_a_group_are_told(boss) -> None:
    group = Group.objects.create(name="Vitrine")
    boss.post(reverse("admin:auth_group_change", args=[group.pk]), {"name": "Vitrine nova", "permissions": []})
    assert told(newest()) == {"name": ("Vitrine", "Vitrine nova")}


# --- Only added to -------------------------------------------------------------------------------
def test_what_happened_is_never_rewritten(boss, owner) -> None:
    row = dearer(make.product(), owner)
    row.note = "nada"
    for attempt in (row.save, row.delete, lambda: Activity.objects.update(note=""), Activity.objects.all().delete):
        with pytest.raises(Immutable):
            attempt()
    for name in ("add", "change", "delete"):
        path = reverse(f"admin:accounts_activity_{name}", args=[] if name == "add" else [row.pk])
        assert boss.post(path, {"note": "outra", "post": "yes"}).status_code in (200, 403)
    assert Activity.objects.get().note == "Em massa"


def test_the_log_outlives_the_person_it_names(owner) -> None:
    person = make.user(name="Rita", is_staff=True)
    dearer(make.product(), person)
    person.delete()
    assert (newest().actor, newest().actor_name) == (None, "Rita")


def test_erasing_a_person_takes_what_the_log_says_of_them(boss, owner) -> None:
    person = make.user("ana@example.com", name="Ana")
    path = reverse("admin:accounts_user_changelist")
    boss.post(path, {"action": "end_sessions", "_selected_action": [str(person.pk)], "index": "0"})
    assert LogEntry.objects.get().object_repr == "ana@example.com"
    changes = [activity.change(User, "phone", "", "+5511912345678")]
    activity.record(by=owner, obj=person, verb=activity.Verb.CHANGED, at=timezone.now(), changes=changes)
    asked = privacy.ask_erasure(user=person, at=timezone.now() - timedelta(days=8))
    assert privacy.erase(erasure_id=asked.pk, at=timezone.now())
    row = newest()
    assert (row.object_text, row.changes, row.actor_name) == ("pessoa esquecida", [], "Dona")
    assert (LogEntry.objects.get().object_repr, LogEntry.objects.get().user) == ("pessoa esquecida", owner)


# --- The way back --------------------------------------------------------------------------------
def test_undoing_puts_price_card_and_history_back(boss, owner) -> None:
    product = make.product(price="100.00")
    save(boss, product, price="200,00")
    row = newest()
    response = boss.post(reverse("admin:accounts_activity_undo", args=[row.pk]))
    assert response.status_code == 302
    product.refresh_from_db()
    assert (product.price, product.sale_price) == (Decimal("100.00"), Decimal("100.00"))
    assert '"sale_price":"100.00"' in ProductCard.objects.get(pk=product.pk).view
    assert PriceChange.objects.filter(product=product).latest("pk").price == Decimal("100.00")
    back = newest()
    assert (back.verb, back.undoes, back.actor) == ("undone", row, owner)
    assert told(back) == {"price": ("R$\u00a0200,00", "R$\u00a0100,00")}


def test_the_same_change_goes_back_once_and_the_undoing_itself_can_go_back(boss) -> None:
    product = make.product(price="100.00")
    save(boss, product, price="200,00")
    path = reverse("admin:accounts_activity_undo", args=[newest().pk])
    boss.post(path)
    assert boss.post(path, headers={"Referer": f"http://testserver{reverse(LIST)}"}).status_code == 303
    product.refresh_from_db()
    assert product.price == Decimal("100.00")
    boss.post(reverse("admin:accounts_activity_undo", args=[newest().pk]))
    product.refresh_from_db()
    assert product.price == Decimal("200.00")
    assert Activity.objects.count() == 3


def test_what_somebody_changed_since_stays(boss, owner) -> None:
    product = make.product(price="100.00")
    row = dearer(product, owner)
    Product.objects.filter(pk=product.pk).update(price=Decimal("150.00"))
    response = boss.post(
        reverse("admin:accounts_activity_undo", args=[row.pk]),
        headers={"Referer": f"http://testserver{reverse(LIST)}"}, follow=True,
    )  # fmt: skip
    assert "Mudou depois disso" in response.content.decode()
    product.refresh_from_db()
    assert product.price == Decimal("150.00")
    assert Activity.objects.count() == 1


def test_one_conflict_stops_a_whole_act_unless_the_others_are_wanted(owner) -> None:
    lamps = make.products(3)
    at = timezone.now()
    entries = []
    for lamp in lamps:
        change = activity.change(Product, "price", lamp.price, Decimal("77.00"))
        entries.append(activity.Entry(lamp, [change]))
        Product.objects.filter(pk=lamp.pk).update(price=Decimal("77.00"), sale_price=Decimal("77.00"))
    batch = activity.record_many(by=owner, entries=entries, at=at)
    Product.objects.filter(pk=lamps[0].pk).update(price=Decimal("78.00"))
    with pytest.raises(activity.ChangedMeanwhile):
        activity.undo_batch(batch=batch, by=owner, at=at)
    assert sorted(Product.objects.values_list("price", flat=True)) == [Decimal("77"), Decimal("77"), Decimal("78")]
    done = activity.undo_batch(batch=batch, by=owner, at=at, leave_changed=True)
    assert (done.count, [row.object_key for row in done.kept]) == (2, [str(lamps[0].pk)])
    assert list(Product.objects.order_by("pk").values_list("price", flat=True)) == [
        Decimal("78.00"), lamps[1].price, lamps[2].price,
    ]  # fmt: skip


def test_two_changes_of_one_object_in_one_act_go_back_in_order(owner) -> None:
    product, at = make.product(price="100.00"), timezone.now()
    steps = [("100.00", "110.00"), ("110.00", "121.00")]
    entries = [activity.Entry(product, [activity.change(Product, "price", Decimal(a), Decimal(b))]) for a, b in steps]
    Product.objects.filter(pk=product.pk).update(price=Decimal("121.00"), sale_price=Decimal("100.00"))
    batch = activity.record_many(by=owner, entries=entries, at=at)
    assert activity.undo_batch(batch=batch, by=owner, at=at).count == 2
    product.refresh_from_db()
    assert product.price == Decimal("100.00")


@pytest.mark.parametrize("missing", [*range(len(UNDOES))])
def test_undoing_needs_every_one_of_its_permissions(staff, owner, missing: int) -> None:
    product = make.product(price="100.00")
    row = dearer(product, owner)
    held = [name for place, name in enumerate(UNDOES) if place != missing]
    browser, path = staff(*held), reverse("admin:accounts_activity_undo", args=[row.pk])
    expected = {"accounts.view_activity": 403, "catalog.view_product": 302}.get(UNDOES[missing], 403)
    assert browser.post(path).status_code == expected
    product.refresh_from_db()
    assert product.price == (Decimal("100.00") if expected == 302 else Decimal("120.00"))


def test_a_lost_brand_or_a_taken_address_refuses_the_way_back(boss, owner) -> None:
    product, other = make.product(brand="Lume", slug="velho"), make.product(slug="outro")
    save(boss, product, brand="", slug="novo")
    row = newest()
    Product.objects.filter(pk=other.pk).update(slug="velho")
    with pytest.raises(activity.Conflict):
        activity.undo(activity=row, by=owner, at=timezone.now())
    Product.objects.filter(pk=other.pk).update(slug="livre")
    product.refresh_from_db()
    make.brand_named("Lume").delete()
    with pytest.raises(activity.ChangedMeanwhile):
        activity.undo(activity=row, by=owner, at=timezone.now())
    product.refresh_from_db()
    assert (product.brand_id, product.slug) == (None, "novo")


def test_shelves_and_banners_go_back_and_show_it(boss) -> None:
    shelf = make.category("Luzes")
    product = make.product(category=shelf)
    form = {"name": "Lustres", "slug": shelf.slug, "position": "0", "is_active": "on", "promoted": ""}
    boss.post(reverse("admin:catalog_category_change", args=[shelf.pk]), form)
    assert '"category_name":"Lustres"' in ProductCard.objects.get(pk=product.pk).view
    boss.post(reverse("admin:accounts_activity_undo", args=[newest().pk]))
    assert Category.objects.get(pk=shelf.pk).name == "Luzes"
    assert '"category_name":"Luzes"' in ProductCard.objects.get(pk=product.pk).view
    banner = Banner.objects.create(place=Banner.Place.values[0], title="Verão")
    form = {"place": banner.place, "title": "Inverno", "position": "0", "is_active": "on"}
    boss.post(reverse("admin:catalog_banner_change", args=[banner.pk]), form)
    boss.post(reverse("admin:accounts_activity_undo", args=[newest().pk]))
    banner.refresh_from_db()
    assert banner.title == "Verão"


def test_what_is_no_field_of_the_catalogue_does_not_go_back(boss, owner) -> None:
    group = Group.objects.create(name="Vitrine")
    boss.post(reverse("admin:auth_group_change", args=[group.pk]), {"name": "Outra", "permissions": []})
    assert not activity.can_undo(newest(), owner)
    assert "Desfazer" not in boss.get(reverse("admin:accounts_activity_change", args=[newest().pk])).content.decode()
    with pytest.raises(activity.NotUndoable):
        activity.undo(activity=newest(), by=owner, at=timezone.now())


# --- Who reads it --------------------------------------------------------------------------------
def page_of(browser, **query: str) -> str:
    response = browser.get(reverse(LIST), query)
    assert response.status_code == 200
    return str(response.content.decode())


def test_nobody_reads_of_what_they_may_not_read(staff, owner) -> None:
    dearer(make.product(title="Pendente"), owner)
    Synonym.objects.create(words="luz, lume")
    activity.record(by=owner, obj=Synonym.objects.latest("pk"), verb=activity.Verb.ACTED, at=timezone.now(), note="Fez")
    text = page_of(staff(*READS))
    assert "Pendente" in text
    assert "luz, lume" not in text
    assert "Pendente" not in page_of(staff("accounts.view_activity"))
    row = Activity.objects.get(kind="catalog.synonym")
    path = reverse("admin:accounts_activity_batch", args=[row.batch])
    assert staff(*READS).get(path).status_code == 302  # as an object that is not there


def test_names_and_addresses_of_people_hide_from_who_need_not_know(staff, owner) -> None:
    person = make.user("ana@example.com", name="Ana")
    changes = [activity.change(User, "phone", "", "+5511912345678"), activity.change(User, "is_active", True, False)]
    activity.record(by=owner, obj=person, verb=activity.Verb.CHANGED, at=timezone.now(), changes=changes)
    seeing = staff("accounts.view_activity", "accounts.view_user", "accounts.view_personal_data")
    masked = staff("accounts.view_activity", "accounts.view_user")
    page = reverse("admin:accounts_activity_batch", args=[newest().batch])
    for text in (page_of(seeing), seeing.get(page).content.decode()):
        assert "ana@example.com" in text
        assert "+5511912345678" in text
    for text in (page_of(masked), masked.get(page).content.decode()):
        assert "ana@example.com" not in text
        assert "+5511912345678" not in text
        assert "•••" in text
    assert "1 atividade" in page_of(seeing, q="ana@") or "ana@example.com" in page_of(seeing, q="ana@")
    assert "Ativo" not in page_of(masked, q="ana@")


def test_filters_by_person_kind_and_day(boss, owner) -> None:
    rita = make.user("rita@example.com", name="Rita", is_staff=True)
    dearer(make.product(title="Pendente"), rita)
    banner = Banner.objects.create(place=Banner.Place.values[0], title="Natal")
    yesterday = timezone.now() - timedelta(days=1)
    activity.record(by=owner, obj=banner, verb=activity.Verb.ACTED, at=yesterday, note="Trocou")
    assert "Natal" not in page_of(boss, pessoa=str(rita.pk))
    assert "Pendente" in page_of(boss, pessoa=str(rita.pk))
    assert "Pendente" not in page_of(boss, assunto="catalog.banner")
    assert "Natal" in page_of(boss, assunto="catalog.banner")
    day = timezone.localtime(yesterday)
    shown = page_of(boss, at__year=str(day.year), at__month=str(day.month), at__day=str(day.day))
    assert "Natal" in shown
    assert "Pendente" not in shown


# --- The technical sheet -------------------------------------------------------------------------
def sheet_of(product: Product) -> dict[str, object]:
    return {fact.definition.key: fact.number or fact.flag or fact.choice.slug for fact in product.specs.all()}


def test_a_technical_sheet_is_told_by_its_words_and_goes_back_with_the_rest(boss, owner) -> None:
    product = make.product("Pendente", specs={"luminous_flux": 806, "base": "e27", "dimmable": True})
    flux, base, dims = (make.definition(key) for key in ("luminous_flux", "base", "dimmable"))
    other = make.choice(base, "e14")
    changed = {f"spec_{flux.pk}": "1.055", f"spec_{base.pk}": str(other.pk), f"spec_{dims.pk}": ""}
    save(boss, product, title="Lustre", **changed)
    row = newest()
    words = told(row)
    assert words["title"] == ("Pendente", "Lustre")
    assert words[f"spec_{flux.pk}"] == (f"806 {flux.unit}".strip(), f"1055 {flux.unit}".strip())
    assert words[f"spec_{base.pk}"] == (base.choices.get(slug="e27").label, other.label)
    assert words[f"spec_{dims.pk}"] == ("sim", "–")
    boss.post(reverse("admin:accounts_activity_undo", args=[row.pk]))
    product.refresh_from_db()
    assert (product.title, sheet_of(product)) == (
        "Pendente",
        {"luminous_flux": Decimal("806.000"), "base": "e27", "dimmable": True},
    )
    assert '"luminous_flux":806,' in ProductCard.objects.get(product=product).data
    boss.post(reverse("admin:accounts_activity_undo", args=[newest().pk]))
    product.refresh_from_db()
    assert (product.title, sheet_of(product)) == ("Lustre", {"luminous_flux": Decimal("1055.000"), "base": "e14"})


def test_a_technical_sheet_somebody_changed_since_stays(boss) -> None:
    product = make.product(specs={"luminous_flux": 806})
    flux = make.definition("luminous_flux")
    save(boss, product, **{f"spec_{flux.pk}": "900"})
    row = newest()
    product.specs.update(number=Decimal(700))
    boss.post(reverse("admin:accounts_activity_undo", args=[row.pk]))
    assert (product.specs.get().number, Activity.objects.count()) == (Decimal(700), 1)
    product.specs.update(number=Decimal(900))
    product.specs.all().delete()
    flux.delete()
    boss.post(reverse("admin:accounts_activity_undo", args=[row.pk]))
    assert Activity.objects.count() == 1
