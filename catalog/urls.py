"""Pages of the catalogue."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

app_name = "catalog"


def later(request: HttpRequest, slug: str = "") -> HttpResponse:
    return HttpResponse("")


urlpatterns = [
    path("produto/<slug:slug>/", later, name="product"),
    path("categoria/<slug:slug>/", later, name="category"),
]
