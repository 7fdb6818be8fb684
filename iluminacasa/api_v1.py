"""The contents page of the API: one router over the resources of every floor."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from iluminacasa import openapi

router = SimpleRouter()

urlpatterns = [
    path("", include(router.urls)),
    path("schema/", openapi.SchemaView.as_view(), name="schema"),
    path("docs/", openapi.DocsView.as_view(), name="docs"),
]
