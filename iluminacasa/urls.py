"""All addresses of the shop."""

from django.contrib import admin
from django.urls import include, path, re_path

from iluminacasa import health, problems

handler400 = "iluminacasa.problems.bad_request"
handler403 = "iluminacasa.problems.permission_denied"
handler404 = "iluminacasa.problems.not_found"
handler500 = "iluminacasa.problems.server_error"

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("admin/", admin.site.urls),
    path("api/v1/", include(("iluminacasa.api_v1", "api"))),
    re_path(r"^api/", problems.unknown_resource),
    path("", include("catalog.urls")),
]
