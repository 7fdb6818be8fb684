"""Every operation of the API of Ilumina Casa. Written by `python -m tools.clients`; do not edit."""

from collections.abc import Mapping
from typing import Literal, cast

from . import shapes
from .sending import Sender


class ShopApi(Sender):
    """`url` is the shop's address; set `bearer` to an access token after `auth_login`."""

    def alert_cancel(self, body: shapes.LinkInputRequest) -> None:
        """No more of this one."""
        self.send("POST", "/api/v1/alerts/cancel/", body=body, as_anybody=True)

    def alert_confirm(self, body: shapes.LinkInputRequest) -> None:
        """Yes, write to this mailbox. Again is no error."""
        self.send("POST", "/api/v1/alerts/confirm/", body=body, as_anybody=True)

    def auth_email_change(self, body: shapes.EmailChangeRequest) -> shapes.Detail:
        """Ask for another address: it counts once the new mailbox confirms; the old one is told."""
        return cast("shapes.Detail", self.send("POST", "/api/v1/auth/email/change/", body=body))

    def auth_email_send(self) -> shapes.Detail:
        """The confirmation letter once more."""
        return cast("shapes.Detail", self.send("POST", "/api/v1/auth/email/send/"))

    def auth_email_verify(self, body: shapes.EmailVerifyRequest) -> None:
        """Confirm a mailbox with the token of the letter: after registration, or a changed address. The letter alone
        confirms nothing, since anybody may open an account in another's name: send the person's bearer token, or
        `password`. Without them 400 `password_needed`; 400 `wrong_password` if it is another one. Orders placed
        before as a guest join the account. Who has forgotten the password resets it, which confirms too.
        """
        self.send("POST", "/api/v1/auth/email/verify/", body=body)

    def auth_erasure_undo(self, body: shapes.TokenRequest) -> None:
        """Keep an account that was to be erased, with the token of the letter."""
        self.send("POST", "/api/v1/auth/erasure/undo/", body=body, as_anybody=True)

    def auth_login(self, body: shapes.LoginRequest) -> shapes.LoggedIn:
        """Tokens for e-mail and password. Attempts are counted per account and per client, together with the pages."""
        return cast("shapes.LoggedIn", self.send("POST", "/api/v1/auth/login/", body=body, as_anybody=True))

    def auth_logout_all(self) -> None:
        """End every app and every browser of this person."""
        self.send("POST", "/api/v1/auth/logout-all/")

    def auth_logout(self, body: shapes.RefreshRequest) -> None:
        """End this sign-in: its refresh and access tokens stop at once. An ended one is no error."""
        self.send("POST", "/api/v1/auth/logout/", body=body, as_anybody=True)

    def auth_password_change(self, body: shapes.PasswordChangeRequest) -> shapes.Pair:
        """Ends every other app and browser; the answer holds new tokens for this one."""
        return cast("shapes.Pair", self.send("POST", "/api/v1/auth/password/change/", body=body))

    def auth_password_reset(self, body: shapes.EmailRequest) -> shapes.Detail:
        """Mail a link to a new password. The answer is the same whether the address has an account or not."""
        return cast("shapes.Detail", self.send("POST", "/api/v1/auth/password/reset/", body=body, as_anybody=True))

    def auth_password_reset_confirm(self, body: shapes.ResetConfirmRequest) -> None:
        """Set a new password with the token of the letter: once, within the hour."""
        self.send("POST", "/api/v1/auth/password/reset/confirm/", body=body, as_anybody=True)

    def auth_refresh(self, body: shapes.RefreshRequest) -> shapes.Pair:
        """The next pair of tokens. A refresh token works once; one that comes back later ends its whole family."""
        return cast("shapes.Pair", self.send("POST", "/api/v1/auth/refresh/", body=body, as_anybody=True))

    def auth_register(self, body: shapes.RegisterRequest) -> shapes.Registered:
        """Open an account. The answer is the same for an address that has one; its owner is told by mail."""
        return cast("shapes.Registered", self.send("POST", "/api/v1/auth/register/", body=body, as_anybody=True))

    def brands(
        self, *, cursor: str | None = None, page_size: int | None = None, more: Mapping[str, str] | None = None
    ) -> shapes.BrandList:
        """Every brand with something to sell, by name."""
        return cast(
            "shapes.BrandList",
            self.send(
                "GET",
                "/api/v1/brands/",
                query={"cursor": cursor, "page_size": page_size, **(more or {})},
                as_anybody=True,
            ),
        )

    def brand(self, slug: str) -> shapes.Brand:
        """One brand and how many of its products are on show."""
        return cast("shapes.Brand", self.send("GET", f"/api/v1/brands/{self.quoted(slug)}/", as_anybody=True))

    def cart(self, *, cart_token: str | None = None) -> shapes.Cart:
        """What is in it and what it would cost now. Who has none sees an empty one."""
        return cast("shapes.Cart", self.send("GET", "/api/v1/cart/", headers={"X-Cart-Token": cart_token}))

    def cart_empty(self, *, cart_token: str | None = None) -> None:
        """Take everything out, the coupon too."""
        self.send("DELETE", "/api/v1/cart/", headers={"X-Cart-Token": cart_token})

    def cart_coupon(self, body: shapes.CouponCodeRequest, *, cart_token: str | None = None) -> shapes.Cart:
        """POST puts a code on the cart, if it holds for what is in it; 409 `coupon_refused` names the `reason`:
        `unknown`, `not_started`, `expired`, `used_up`, `used_by_customer`, `minimum` (with `minimum`), `no_product`.
        How often a guest has used it is judged when the order is placed. DELETE takes the code off.
        """
        return cast(
            "shapes.Cart", self.send("POST", "/api/v1/cart/coupon/", body=body, headers={"X-Cart-Token": cart_token})
        )

    def cart_coupon_remove(self, *, cart_token: str | None = None) -> None:
        """POST puts a code on the cart, if it holds for what is in it; 409 `coupon_refused` names the `reason`:
        `unknown`, `not_started`, `expired`, `used_up`, `used_by_customer`, `minimum` (with `minimum`), `no_product`.
        How often a guest has used it is judged when the order is placed. DELETE takes the code off.
        """
        self.send("DELETE", "/api/v1/cart/coupon/", headers={"X-Cart-Token": cart_token})

    def cart_fill(
        self, body: shapes.FillRequest, *, cart_token: str | None = None, idempotency_key: str | None = None
    ) -> shapes.Cart:
        """Put a whole lighting plan in. Each product is capped at what is in stock; `notices` say what is short
        (`capped`). 409 `out_of_stock` when nothing at all can go in.
        """
        return cast(
            "shapes.Cart",
            self.send(
                "POST",
                "/api/v1/cart/fill/",
                body=body,
                headers={"X-Cart-Token": cart_token, "Idempotency-Key": idempotency_key},
            ),
        )

    def cart_home(self, body: shapes.HomeRequest, *, cart_token: str | None = None) -> shapes.Cart:
        """Tell the voltage of the home, once: `notices` then say what does not fit it (`fit.*`), each with a `fix`.
        It goes on to the next cart of the same person or guest. A guest's first call makes the cart: keep `token`.
        """
        return cast(
            "shapes.Cart", self.send("POST", "/api/v1/cart/home/", body=body, headers={"X-Cart-Token": cart_token})
        )

    def cart_item_add(
        self, body: shapes.AddItemRequest, *, cart_token: str | None = None, idempotency_key: str | None = None
    ) -> shapes.Cart:
        """Put units of a product in; what is there already grows. A guest's first call makes the cart: keep `token`."""
        return cast(
            "shapes.Cart",
            self.send(
                "POST",
                "/api/v1/cart/items/",
                body=body,
                headers={"X-Cart-Token": cart_token, "Idempotency-Key": idempotency_key},
            ),
        )

    def cart_item_change(
        self, id: int, body: shapes.PatchedChangeItemRequest, *, cart_token: str | None = None
    ) -> shapes.Cart:
        """Another quantity, set aside for later or back, or where it will hang."""
        return cast(
            "shapes.Cart",
            self.send(
                "PATCH", f"/api/v1/cart/items/{self.quoted(id)}/", body=body, headers={"X-Cart-Token": cart_token}
            ),
        )

    def cart_item_remove(self, id: int, *, cart_token: str | None = None) -> None:
        """Take a line out, all its units."""
        self.send("DELETE", f"/api/v1/cart/items/{self.quoted(id)}/", headers={"X-Cart-Token": cart_token})

    def cart_merge(self, body: shapes.MergeRequest, *, cart_token: str | None = None) -> shapes.Cart:
        """Fold a guest's cart into the person's: quantities are summed, at most what is there; `notices` say what
        changed. Done twice it changes nothing.
        """
        return cast(
            "shapes.Cart", self.send("POST", "/api/v1/cart/merge/", body=body, headers={"X-Cart-Token": cart_token})
        )

    def cart_notices_accept(self, *, cart_token: str | None = None) -> None:
        """They have been read, and the prices of now are accepted."""
        self.send("DELETE", "/api/v1/cart/notices/", headers={"X-Cart-Token": cart_token})

    def cart_shipping_quote(
        self, body: shapes.ShippingQuoteRequest, *, cart_token: str | None = None
    ) -> shapes.Shipping:
        """Every way to receive what is in the cart, with price and day; address and choice are remembered. With
        `product` (and `quantity`): what it would cost to receive just that, without a cart; nothing is remembered.
        """
        return cast(
            "shapes.Shipping",
            self.send("POST", "/api/v1/cart/shipping-quote/", body=body, headers={"X-Cart-Token": cart_token}),
        )

    def categories(
        self, *, cursor: str | None = None, page_size: int | None = None, more: Mapping[str, str] | None = None
    ) -> shapes.CategoryList:
        """Every category on show, parents before their children."""
        return cast(
            "shapes.CategoryList",
            self.send(
                "GET",
                "/api/v1/categories/",
                query={"cursor": cursor, "page_size": page_size, **(more or {})},
                as_anybody=True,
            ),
        )

    def category(self, slug: str) -> shapes.Category:
        """One category: where it stands in the tree, what lies below it, and its texts."""
        return cast("shapes.Category", self.send("GET", f"/api/v1/categories/{self.quoted(slug)}/", as_anybody=True))

    def legal_texts(self) -> shapes.LegalTextList:
        """The texts in force, to be shown before buying: who orders agrees to them."""
        return cast("shapes.LegalTextList", self.send("GET", "/api/v1/legal/", as_anybody=True))

    def legal_text(
        self, kind: Literal["terms", "privacy"], *, version: str | None = None, more: Mapping[str, str] | None = None
    ) -> shapes.LegalText:
        """One text, in force or as an order agreed to it."""
        return cast(
            "shapes.LegalText",
            self.send(
                "GET",
                f"/api/v1/legal/{self.quoted(kind)}/",
                query={"version": version, **(more or {})},
                as_anybody=True,
            ),
        )

    def lighting_plan(self, body: shapes.RoomInputRequest) -> shapes.LightingAnswer:
        """How many lumens a room needs, with the norm beside each number, and up to three whole plans of lamps that
        are in stock and fit its voltage. `cart/fill/` takes a plan's items as they are.
        """
        return cast("shapes.LightingAnswer", self.send("POST", "/api/v1/lighting/plan/", body=body, as_anybody=True))

    def order_token(self, body: shapes.TrackRequest) -> shapes.OrderToken:
        """The token of an order for who knows its number and e-mail, like `/rastrear/`: 404 for any other pair. Tries
        are few: 429 says when to come back.
        """
        return cast("shapes.OrderToken", self.send("POST", "/api/v1/order-tokens/", body=body, as_anybody=True))

    def orders(
        self, *, cursor: str | None = None, page_size: int | None = None, more: Mapping[str, str] | None = None
    ) -> shapes.OrderList:
        """The orders of the signed-in person, the newest first."""
        return cast(
            "shapes.OrderList",
            self.send("GET", "/api/v1/orders/", query={"cursor": cursor, "page_size": page_size, **(more or {})}),
        )

    def order_place(
        self, body: shapes.PlaceOrderRequest, *, idempotency_key: str, cart_token: str | None = None
    ) -> shapes.Placed:
        """Buy what is in the cart, in one call. 400 names all that is missing at once; `payments/methods/` tells the
        ways to pay and the total each expects. 409: `cart_changed` (with `expected_total`, `total` and `notices`),
        `out_of_stock` (with `lines`), `cart_empty`, `cart_already_ordered` (with `number`), `coupon_refused` (with
        `reason`), `too_many_unpaid_orders` and `too_many_units_unpaid` (of those paid at the counter). 422: the key
        came before with another body. A repeated call answers 201 with the same order and `Idempotency-Replayed:
        true`. When the provider of the payment is away the order stands and `payment.pix` or `payment.card` is null:
        POST `payment/` of the order asks again.
        """
        return cast(
            "shapes.Placed",
            self.send(
                "POST",
                "/api/v1/orders/",
                body=body,
                headers={"Idempotency-Key": idempotency_key, "X-Cart-Token": cart_token},
            ),
        )

    def order(self, number: str, *, order_token: str | None = None) -> shapes.Order:
        """Everything that was agreed, and what happened since."""
        return cast(
            "shapes.Order",
            self.send("GET", f"/api/v1/orders/{self.quoted(number)}/", headers={"X-Order-Token": order_token}),
        )

    def order_cancel(self, number: str, body: shapes.ReasonRequest, *, order_token: str | None = None) -> shapes.Order:
        """Give the order up before it leaves; what was paid goes back. 409 `illegal_transition` afterwards."""
        return cast(
            "shapes.Order",
            self.send(
                "POST",
                f"/api/v1/orders/{self.quoted(number)}/cancel/",
                body=body,
                headers={"X-Order-Token": order_token},
            ),
        )

    def order_payment(self, number: str, *, order_token: str | None = None) -> shapes.Payment:
        """How the order is paid. POST: the waiting payment, or a new one after a refusal or by another method."""
        return cast(
            "shapes.Payment",
            self.send("GET", f"/api/v1/orders/{self.quoted(number)}/payment/", headers={"X-Order-Token": order_token}),
        )

    def order_pay(self, number: str, body: shapes.PayAgainRequest, *, order_token: str | None = None) -> shapes.Payment:
        """How the order is paid. POST: the waiting payment, or a new one after a refusal or by another method."""
        return cast(
            "shapes.Payment",
            self.send(
                "POST",
                f"/api/v1/orders/{self.quoted(number)}/payment/",
                body=body,
                headers={"X-Order-Token": order_token},
            ),
        )

    def order_reorder(
        self,
        number: str,
        *,
        cart_token: str | None = None,
        idempotency_key: str | None = None,
        order_token: str | None = None,
    ) -> shapes.Reordered:
        """Put the same things into the cart at today's prices, as far as they can be bought. With an `Idempotency-
        Key` the same call again adds nothing: `Idempotency-Replayed: true`.
        """
        return cast(
            "shapes.Reordered",
            self.send(
                "POST",
                f"/api/v1/orders/{self.quoted(number)}/reorder/",
                headers={"X-Cart-Token": cart_token, "Idempotency-Key": idempotency_key, "X-Order-Token": order_token},
            ),
        )

    def order_withdraw(
        self, number: str, body: shapes.ReasonRequest, *, order_token: str | None = None
    ) -> shapes.Order:
        """Change of mind until seven days after receipt, without a reason. 409 `withdrawal_over` afterwards."""
        return cast(
            "shapes.Order",
            self.send(
                "POST",
                f"/api/v1/orders/{self.quoted(number)}/withdraw/",
                body=body,
                headers={"X-Order-Token": order_token},
            ),
        )

    def payment_methods(self, *, cart_token: str | None = None) -> shapes.PaymentMethodList:
        """How this shop can be paid, each with what the caller's cart costs that way: the `expected_total` to send.
        The totals hold the chosen delivery (`cart/shipping-quote/`); without a cart they are 0.00.
        """
        return cast(
            "shapes.PaymentMethodList",
            self.send("GET", "/api/v1/payments/methods/", headers={"X-Cart-Token": cart_token}),
        )

    def products(
        self,
        *,
        cursor: str | None = None,
        in_stock: Literal["true", "false", "1", "0"] | None = None,
        ordering: Literal["relevance", "price", "-price", "-rating", "-created", "-discount", "-sold"] | None = None,
        page_size: int | None = None,
        price_max: str | None = None,
        price_min: str | None = None,
        q: str | None = None,
        rating_min: str | None = None,
        more: Mapping[str, str] | None = None,
    ) -> shapes.ProductList:
        """Products on show, searched, filtered and ordered; the same cost at any depth."""
        return cast(
            "shapes.ProductList",
            self.send(
                "GET",
                "/api/v1/products/",
                query={
                    "cursor": cursor,
                    "in_stock": in_stock,
                    "ordering": ordering,
                    "page_size": page_size,
                    "price_max": price_max,
                    "price_min": price_min,
                    "q": q,
                    "rating_min": rating_min,
                    **(more or {}),
                },
                as_anybody=True,
            ),
        )

    def best_sellers(
        self, *, page_size: int | None = None, more: Mapping[str, str] | None = None
    ) -> shapes.ProductList:
        """What sells best, on one page; empty until something is sold."""
        return cast(
            "shapes.ProductList",
            self.send(
                "GET", "/api/v1/products/best-sellers/", query={"page_size": page_size, **(more or {})}, as_anybody=True
            ),
        )

    def product_changes(
        self, *, cursor: str | None = None, page_size: int | None = None, more: Mapping[str, str] | None = None
    ) -> shapes.Changes:
        """For clients that keep a copy: every product once, then what changed since, with deletions."""
        return cast(
            "shapes.Changes",
            self.send(
                "GET",
                "/api/v1/products/changes/",
                query={"cursor": cursor, "page_size": page_size, **(more or {})},
                as_anybody=True,
            ),
        )

    def product_facets(
        self,
        *,
        in_stock: Literal["true", "false", "1", "0"] | None = None,
        price_max: str | None = None,
        price_min: str | None = None,
        q: str | None = None,
        rating_min: str | None = None,
        more: Mapping[str, str] | None = None,
    ) -> shapes.FacetList:
        """What the list can be narrowed by, with the number of products behind each choice."""
        return cast(
            "shapes.FacetList",
            self.send(
                "GET",
                "/api/v1/products/facets/",
                query={
                    "in_stock": in_stock,
                    "price_max": price_max,
                    "price_min": price_min,
                    "q": q,
                    "rating_min": rating_min,
                    **(more or {}),
                },
                as_anybody=True,
            ),
        )

    def product_suggest(self, *, q: str, more: Mapping[str, str] | None = None) -> shapes.Suggestion:
        """Words, categories and products for what was typed so far."""
        return cast(
            "shapes.Suggestion",
            self.send("GET", "/api/v1/products/suggest/", query={"q": q, **(more or {})}, as_anybody=True),
        )

    def product_understand(self, *, q: str, more: Mapping[str, str] | None = None) -> shapes.Understood:
        """A sentence, such as `pendente quente até 300 bivolt para cozinha`, as parameters of `products/`."""
        return cast(
            "shapes.Understood",
            self.send("GET", "/api/v1/products/understand/", query={"q": q, **(more or {})}, as_anybody=True),
        )

    def product(self, slug: str) -> shapes.ProductDetail:
        """One product with everything that is known of it."""
        return cast("shapes.ProductDetail", self.send("GET", f"/api/v1/products/{self.quoted(slug)}/", as_anybody=True))

    def alert_ask(self, slug: str, body: shapes.AlertInputRequest) -> shapes.AlertAsked:
        """Be told when it is back or cheaper. A mailbox that is not the token's own, proven one confirms by letter."""
        return cast("shapes.AlertAsked", self.send("POST", f"/api/v1/products/{self.quoted(slug)}/alerts/", body=body))

    def product_related(self, slug: str) -> shapes.ProductList:
        """What goes with it: at most eight, on one page."""
        return cast(
            "shapes.ProductList", self.send("GET", f"/api/v1/products/{self.quoted(slug)}/related/", as_anybody=True)
        )

    def product_reviews(
        self,
        slug: str,
        *,
        cursor: str | None = None,
        page_size: int | None = None,
        more: Mapping[str, str] | None = None,
    ) -> shapes.ReviewList:
        """What customers say, newest first, with the histogram of all."""
        return cast(
            "shapes.ReviewList",
            self.send(
                "GET",
                f"/api/v1/products/{self.quoted(slug)}/reviews/",
                query={"cursor": cursor, "page_size": page_size, **(more or {})},
            ),
        )

    def review_write(self, slug: str, body: shapes.ReviewInputRequest) -> shapes.OwnReview:
        """Say how it is, once, after receiving it. Published when a person has approved it."""
        return cast("shapes.OwnReview", self.send("POST", f"/api/v1/products/{self.quoted(slug)}/reviews/", body=body))

    def me(self) -> shapes.Person:
        """The person the token speaks for."""
        return cast("shapes.Person", self.send("GET", "/api/v1/users/me/"))

    def me_change(self, body: shapes.PatchedPersonChangeRequest) -> shapes.Person:
        """Change name, phone, document or whether news may be mailed; what is not sent stays as it is."""
        return cast("shapes.Person", self.send("PATCH", "/api/v1/users/me/", body=body))

    def me_erase(self, body: shapes.PasswordAgainRequest) -> None:
        """Close the account, with the password in the body: every token and session ends now, the data go in seven
        days. Until then the mailed link opens it again. Orders keep what the tax office wants. Another password is
        400 `wrong_password`.
        """
        self.send("DELETE", "/api/v1/users/me/", body=body)

    def addresses(self) -> shapes.AddressList:
        """All of them on one page, the main one first."""
        return cast("shapes.AddressList", self.send("GET", "/api/v1/users/me/addresses/"))

    def address_add(self, body: shapes.AddressInputRequest) -> shapes.Address:
        """The first one becomes the main one."""
        return cast("shapes.Address", self.send("POST", "/api/v1/users/me/addresses/", body=body))

    def address(self, id: int) -> shapes.Address:
        """One address of the book. Somebody else's is 404, as one that is not there."""
        return cast("shapes.Address", self.send("GET", f"/api/v1/users/me/addresses/{self.quoted(id)}/"))

    def address_replace(self, id: int, body: shapes.AddressInputRequest) -> shapes.Address:
        """Write this address anew: what is not sent becomes empty."""
        return cast("shapes.Address", self.send("PUT", f"/api/v1/users/me/addresses/{self.quoted(id)}/", body=body))

    def address_change(self, id: int, body: shapes.PatchedAddressInputRequest) -> shapes.Address:
        """Fields that are not sent stay as they are."""
        return cast("shapes.Address", self.send("PATCH", f"/api/v1/users/me/addresses/{self.quoted(id)}/", body=body))

    def address_remove(self, id: int) -> None:
        """Take it out of the book; if it was the main one, the newest of the others becomes it."""
        self.send("DELETE", f"/api/v1/users/me/addresses/{self.quoted(id)}/")

    def alerts(self) -> shapes.AlertList:
        """On one page, the last asked first."""
        return cast("shapes.AlertList", self.send("GET", "/api/v1/users/me/alerts/"))

    def alert_remove(self, id: int) -> None:
        """Wait for it no longer."""
        self.send("DELETE", f"/api/v1/users/me/alerts/{self.quoted(id)}/")

    def me_export(self, *, token: str | None = None, more: Mapping[str, str] | None = None) -> shapes.Export:
        """Everything the shop knows of this person, by kind; at most twenty times an hour. A bearer token alone is
        not enough: POST the password here first. Without `token` 403 `password_needed`.
        """
        return cast(
            "shapes.Export", self.send("GET", "/api/v1/users/me/export/", query={"token": token, **(more or {})})
        )

    def me_export_open(self, body: shapes.PasswordAgainRequest) -> shapes.ExportToken:
        """Show the password; the answer opens the export for a quarter of an hour. 400 `wrong_password` otherwise."""
        return cast("shapes.ExportToken", self.send("POST", "/api/v1/users/me/export/", body=body))

    def favorites(self) -> shapes.ProductList:
        """On one page, the last chosen first; at most sixty."""
        return cast("shapes.ProductList", self.send("GET", "/api/v1/users/me/favorites/"))

    def favorite(self, slug: str) -> shapes.Product:
        """The product, if it is kept."""
        return cast("shapes.Product", self.send("GET", f"/api/v1/users/me/favorites/{self.quoted(slug)}/"))

    def favorite_add(self, slug: str) -> None:
        """Keep this product; again is no error."""
        self.send("PUT", f"/api/v1/users/me/favorites/{self.quoted(slug)}/")

    def favorite_remove(self, slug: str) -> None:
        """Let it go; one that is not kept is no error."""
        self.send("DELETE", f"/api/v1/users/me/favorites/{self.quoted(slug)}/")

    def own_reviews(self) -> shapes.OwnReviewList:
        """In any state, newest first; `waiting` names received products without a review."""
        return cast("shapes.OwnReviewList", self.send("GET", "/api/v1/users/me/reviews/"))

    def review_remove(self, id: int) -> None:
        """Take an opinion back for good."""
        self.send("DELETE", f"/api/v1/users/me/reviews/{self.quoted(id)}/")

    def sessions(self) -> shapes.SessionList:
        """Browsers and apps this person is signed in with."""
        return cast("shapes.SessionList", self.send("GET", "/api/v1/users/me/sessions/"))

    def session_end(self, id: str) -> None:
        """Sign a browser (number) or an app (UUID) out."""
        self.send("DELETE", f"/api/v1/users/me/sessions/{self.quoted(id)}/")
