"""The back office as a place: its name, its order, its content security policy."""

from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest, HttpResponse
from django.middleware.csp import get_nonce
from django.urls import reverse
from django.utils import timezone
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override
from django.views.i18n import JavaScriptCatalog

ADMIN_CSP = settings.SECURE_CSP | {
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
}
# Sections of the index, in the order of a working day: title and models.
SECTIONS: list[tuple[str, tuple[str, ...]]] = [
    ("Pedidos", ("orders.order", "orders.payment", "orders.refund", "orders.paymentnotice")),
    ("Produtos", ("catalog.product", "catalog.category", "catalog.brand", "catalog.specdefinition")),
    ("Preços e planilhas", ("catalog.pricebatch", "catalog.sheetimport")),
    ("Estoque", ("catalog.stocklevel", "catalog.stockmove")),
    ("Vendas", ("cart.coupon", "cart.couponbatch", "cart.freightrate")),
    ("Clientes", ("orders.customer", "catalog.review", "catalog.alert", "accounts.erasure")),
    ("Busca", ("catalog.synonym", "catalog.searchmiss")),
    ("Sincronização", ("catalog.syncrun", "catalog.syncissue")),
    ("Vitrine e textos", ("catalog.banner", "catalog.homesection", "catalog.page", "redirects.redirect")),
    ("Pessoas e acessos", ("accounts.user", "auth.group", "accounts.activity")),
]


class ShopAdminConfig(AdminConfig):
    default_site = "iluminacasa.admin_site.ShopAdminSite"


class ShopAdminSite(AdminSite):
    site_title = f"Administração {settings.STORE_NAME}"
    site_header = f"{settings.STORE_NAME} · Administração"
    index_title = "Administração"
    index_template = "admin/dashboard.html"
    empty_value_display = "–"

    @property
    def login_form(self) -> Any:
        """Looked up when asked for: the site is made before the models are."""
        from accounts.forms import AdminSignInForm

        return AdminSignInForm

    @login_form.setter
    def login_form(self, form: Any) -> None:
        raise AttributeError("the back office has one way in")

    def has_permission(self, request: HttpRequest) -> bool:
        """Staff, and past the second step where one is asked."""
        from accounts.permissions import has_passed

        return super().has_permission(request) and has_passed(request)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Who has shown the password and owes the code is asked for that alone."""
        from iluminacasa import second_step

        if request.method == "GET" and second_step.is_at_the_door(request):
            return second_step.to_the_step(request)
        return super().login(request, extra_context)

    def get_urls(self) -> list[Any]:
        from iluminacasa import failed_jobs, moment_pages, report_pages, second_step

        before_the_door = second_step.urls(csp_override(ADMIN_CSP))
        return [*before_the_door, *report_pages.urls(self), *failed_jobs.urls(self), *moment_pages.urls(self),
                *super().get_urls()]  # fmt: skip

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Whatever a desk does is told to the log of activity; its list answers only what its filters ask."""
        from iluminacasa.narrowing import narrowed
        from iluminacasa.recording import recorded

        super().register(model_or_iterable, recorded(narrowed(admin_class or ModelAdmin)), **options)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Django's own pages carry nonces; only here may the policy know them."""
        return csp_override(ADMIN_CSP)(super().admin_view(view, cacheable))

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return super().each_context(request) | {"csp_nonce": get_nonce(request)}

    def index(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The dashboard: what waits, how the shop does, and the way to every desk."""
        from iluminacasa import dashboard

        return super().index(request, (extra_context or {}) | dashboard.page(request=request, at=timezone.now()))

    def i18n_javascript(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """With the few words Django's own translation lacks."""
        catalog: Any = JavaScriptCatalog.as_view(packages=["django.contrib.admin", "iluminacasa"])
        response: HttpResponse = catalog(request)
        return response

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """Grouped by what people do; whatever no section names keeps the group of its app."""
        apps = super().get_app_list(request, app_label)
        if app_label is not None:
            return apps
        models = {
            f"{app['app_label']}.{model['object_name'].lower()}": (app, model)
            for app in apps
            for model in app["models"]
        }
        sections = []
        for title, names in SECTIONS:
            found = [models.pop(name) for name in names if name in models]
            if found:
                sections.append({**found[0][0], "name": title, "models": [model for _, model in found]})
        rest = [{**app, "models": [m for a, m in models.values() if a is app]} for app in apps]
        return sections + [app for app in rest if app["models"]] + report_section(request) + moment_section(request)


def report_section(request: HttpRequest) -> list[dict[str, Any]]:
    """The reports among the desks, drawn like models by Django's own lists."""
    from iluminacasa import report_pages

    if not report_pages.may_read(request):
        return []
    entries = [
        {"name": title, "object_name": name, "admin_url": reverse("admin:report", args=[name]), "add_url": None,
         "view_only": True, "perms": {"view": True}}
        for name, title in report_pages.titles()
    ]  # fmt: skip
    return [{"name": "Relatórios", "app_label": "reports", "app_url": reverse("admin:reports"),
             "has_module_perms": True, "models": entries}]  # fmt: skip


def moment_section(request: HttpRequest) -> list[dict[str, Any]]:
    """The look at the shop of a later moment, beside the desks."""
    from iluminacasa import moment_pages

    if not moment_pages.may_look(request):
        return []
    address = reverse("admin:moment")
    entry = {
        "name": "Ver a loja em outro momento", "object_name": "moment", "admin_url": address, "add_url": None,
        "view_only": True, "perms": {"view": True},
    }  # fmt: skip
    return [{"name": "Prévia", "app_label": "moment", "app_url": address, "has_module_perms": True, "models": [entry]}]
