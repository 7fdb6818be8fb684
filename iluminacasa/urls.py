"""All addresses of the shop."""

from django.contrib import admin
from django.urls import include, path, re_path

from catalog import sitemaps
from iluminacasa import health, media, metrics, problems, wellknown
from orders.views import mail

handler400 = "iluminacasa.problems.bad_request"
handler403 = "iluminacasa.problems.permission_denied"
handler404 = "iluminacasa.problems.not_found"
handler500 = "iluminacasa.problems.server_error"

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("metrics", metrics.exposed, name="metrics"),
    path("robots.txt", wellknown.robots, name="robots"),
    path("favicon.ico", wellknown.favicon, name="favicon"),
    path(".well-known/security.txt", wellknown.security, name="security"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<slug:name>.xml", sitemaps.section, name="sitemap-section"),
    path("media/<path:path>", media.picture, name="media"),
    path("admin/emails/", admin.site.admin_view(mail.preview), name="mail"),
    path("admin/emails/<slug:name>/", admin.site.admin_view(mail.preview), name="mail_paper"),
    path("admin/", admin.site.urls),
    path("api/v1/", include(("iluminacasa.api_v1", "api"))),
    re_path(r"^api/", problems.unknown_resource),
    path("", include("accounts.urls")),
    path("", include("cart.urls")),
    path("", include("orders.urls")),
    path("", include("catalog.urls")),
]
