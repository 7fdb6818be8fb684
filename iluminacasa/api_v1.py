"""The contents page of the API: one router over the resources of every floor."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from accounts.api.auth import AuthViewSet
from accounts.api.people import AddressViewSet, PersonViewSet, SessionViewSet
from catalog.api.favorites import FavoriteViewSet
from catalog.api.products import ProductViewSet
from catalog.api.shelves import BrandViewSet, CategoryViewSet
from iluminacasa import openapi
from orders.api.orders import OrderViewSet
from orders.webhooks import PaymentNoticeViewSet

router = SimpleRouter()
router.register("auth", AuthViewSet, basename="auth")
router.register("users", PersonViewSet, basename="user")
router.register("users/me/addresses", AddressViewSet, basename="address")
router.register("users/me/sessions", SessionViewSet, basename="session")
router.register("users/me/favorites", FavoriteViewSet, basename="favorite")
router.register("products", ProductViewSet, basename="product")
router.register("categories", CategoryViewSet, basename="category")
router.register("brands", BrandViewSet, basename="brand")
router.register("orders", OrderViewSet, basename="order")
router.register("payments", PaymentNoticeViewSet, basename="payment")

urlpatterns = [
    path("", include(router.urls)),
    path("schema/", openapi.SchemaView.as_view(), name="schema"),
    path("docs/", openapi.DocsView.as_view(), name="docs"),
]
