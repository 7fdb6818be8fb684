"""The contents page of the API: one router over the resources of every floor."""

from django.urls import include, path
from rest_framework.routers import Route, SimpleRouter

from accounts.api.auth import AuthViewSet
from accounts.api.people import AddressViewSet, PersonViewSet, SessionViewSet
from cart.api.carts import CartItemViewSet, CartViewSet
from catalog.api.alerts import AlertLinkViewSet, OwnAlertViewSet, ProductAlertViewSet
from catalog.api.answers import SLUG
from catalog.api.favorites import FavoriteViewSet
from catalog.api.lighting import LightingViewSet
from catalog.api.products import ProductViewSet
from catalog.api.reviews import OwnReviewViewSet, ReviewViewSet
from catalog.api.shelves import BrandViewSet, CategoryViewSet
from iluminacasa import openapi
from orders.api.around import LegalTextViewSet, OrderTokenViewSet, PaymentMethodViewSet
from orders.api.orders import OrderViewSet
from orders.webhooks import PaymentNoticeViewSet


class ShopRouter(SimpleRouter):
    """DELETE on a whole resource clears it."""

    routes = [
        Route(
            url=r"^{prefix}{trailing_slash}$", mapping={"get": "list", "post": "create", "delete": "clear"},
            name="{basename}-list", detail=False, initkwargs={"suffix": "List"},
        ),
        *SimpleRouter.routes[1:],
    ]  # fmt: skip


router = ShopRouter()
router.register("auth", AuthViewSet, basename="auth")
router.register("users", PersonViewSet, basename="user")
router.register("users/me/addresses", AddressViewSet, basename="address")
router.register("users/me/sessions", SessionViewSet, basename="session")
router.register("users/me/favorites", FavoriteViewSet, basename="favorite")
router.register("users/me/alerts", OwnAlertViewSet, basename="alert")
router.register("users/me/reviews", OwnReviewViewSet, basename="own-review")
router.register("alerts", AlertLinkViewSet, basename="alert-link")
router.register(rf"products/(?P<slug>{SLUG})/reviews", ReviewViewSet, basename="product-review")
router.register(rf"products/(?P<slug>{SLUG})/alerts", ProductAlertViewSet, basename="product-alert")
router.register("products", ProductViewSet, basename="product")
router.register("categories", CategoryViewSet, basename="category")
router.register("brands", BrandViewSet, basename="brand")
router.register("lighting", LightingViewSet, basename="lighting")
router.register("cart", CartViewSet, basename="cart")
router.register("cart/items", CartItemViewSet, basename="cart-item")
router.register("orders", OrderViewSet, basename="order")
router.register("order-tokens", OrderTokenViewSet, basename="order-token")
router.register("legal", LegalTextViewSet, basename="legal-text")
router.register("payments/methods", PaymentMethodViewSet, basename="payment-method")
router.register("payments", PaymentNoticeViewSet, basename="payment")

urlpatterns = [
    path("", include(router.urls)),
    path("schema/", openapi.SchemaView.as_view(), name="schema"),
    path("docs/", openapi.DocsView.as_view(), name="docs"),
]
