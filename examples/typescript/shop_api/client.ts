// Every operation of the API of Ilumina Casa. Written by `python -m tools.clients`; do not edit.
import { Sender } from "./sending.js";
import type * as shapes from "./shapes.js";

/** `url` is the shop's address; set `bearer` to an access token after `authLogin`. */
export class ShopApi extends Sender {
  /** No more of this one. */
  alertCancel(body: shapes.LinkInputRequest): Promise<void> {
    return this.send("POST", `/api/v1/alerts/cancel/`, { body, asAnybody: true });
  }

  /** Yes, write to this mailbox. Again is no error. */
  alertConfirm(body: shapes.LinkInputRequest): Promise<void> {
    return this.send("POST", `/api/v1/alerts/confirm/`, { body, asAnybody: true });
  }

  /** Ask for another address: it counts once the new mailbox confirms; the old one is told. */
  authEmailChange(body: shapes.EmailChangeRequest): Promise<shapes.Detail> {
    return this.send("POST", `/api/v1/auth/email/change/`, { body });
  }

  /** The confirmation letter once more. */
  authEmailSend(): Promise<shapes.Detail> {
    return this.send("POST", `/api/v1/auth/email/send/`);
  }

  /** Confirm a mailbox with the token of the letter: after registration, or a changed address. The letter alone confirms nothing, since anybody may open an account in another's name: send the person's bearer token, or `password`. Without them 400 `password_needed`; 400 `wrong_password` if it is another one. Orders placed before as a guest join the account. Who has forgotten the password resets it, which confirms too. */
  authEmailVerify(body: shapes.EmailVerifyRequest): Promise<void> {
    return this.send("POST", `/api/v1/auth/email/verify/`, { body });
  }

  /** Keep an account that was to be erased, with the token of the letter. */
  authErasureUndo(body: shapes.TokenRequest): Promise<void> {
    return this.send("POST", `/api/v1/auth/erasure/undo/`, { body, asAnybody: true });
  }

  /** Tokens for e-mail and password. Attempts are counted per account and per client, together with the pages. */
  authLogin(body: shapes.LoginRequest): Promise<shapes.LoggedIn> {
    return this.send("POST", `/api/v1/auth/login/`, { body, asAnybody: true });
  }

  /** End every app and every browser of this person. */
  authLogoutAll(): Promise<void> {
    return this.send("POST", `/api/v1/auth/logout-all/`);
  }

  /** End this sign-in: its refresh and access tokens stop at once. An ended one is no error. */
  authLogout(body: shapes.RefreshRequest): Promise<void> {
    return this.send("POST", `/api/v1/auth/logout/`, { body, asAnybody: true });
  }

  /** Ends every other app and browser; the answer holds new tokens for this one. */
  authPasswordChange(body: shapes.PasswordChangeRequest): Promise<shapes.Pair> {
    return this.send("POST", `/api/v1/auth/password/change/`, { body });
  }

  /** Mail a link to a new password. The answer is the same whether the address has an account or not. */
  authPasswordReset(body: shapes.EmailRequest): Promise<shapes.Detail> {
    return this.send("POST", `/api/v1/auth/password/reset/`, { body, asAnybody: true });
  }

  /** Set a new password with the token of the letter: once, within the hour. */
  authPasswordResetConfirm(body: shapes.ResetConfirmRequest): Promise<void> {
    return this.send("POST", `/api/v1/auth/password/reset/confirm/`, { body, asAnybody: true });
  }

  /** The next pair of tokens. A refresh token works once; one that comes back later ends its whole family. */
  authRefresh(body: shapes.RefreshRequest): Promise<shapes.Pair> {
    return this.send("POST", `/api/v1/auth/refresh/`, { body, asAnybody: true });
  }

  /** Open an account. The answer is the same for an address that has one; its owner is told by mail. */
  authRegister(body: shapes.RegisterRequest): Promise<shapes.Registered> {
    return this.send("POST", `/api/v1/auth/register/`, { body, asAnybody: true });
  }

  /** Every brand with something to sell, by name. */
  brands(options: { cursor?: string; pageSize?: number; more?: Record<string, string> } = {}): Promise<shapes.BrandList> {
    return this.send("GET", `/api/v1/brands/`, { query: { "cursor": options.cursor, "page_size": options.pageSize, ...options.more }, asAnybody: true });
  }

  /** One brand and how many of its products are on show. */
  brand(slug: string): Promise<shapes.Brand> {
    return this.send("GET", `/api/v1/brands/${encodeURIComponent(slug)}/`, { asAnybody: true });
  }

  /** What is in it and what it would cost now. Who has none sees an empty one. */
  cart(options: { cartToken?: string } = {}): Promise<shapes.Cart> {
    return this.send("GET", `/api/v1/cart/`, { headers: { "X-Cart-Token": options.cartToken } });
  }

  /** Take everything out, the coupon too. */
  cartEmpty(options: { cartToken?: string } = {}): Promise<void> {
    return this.send("DELETE", `/api/v1/cart/`, { headers: { "X-Cart-Token": options.cartToken } });
  }

  /** POST puts a code on the cart, if it holds for what is in it; 409 `coupon_refused` names the `reason`: `unknown`, `not_started`, `expired`, `used_up`, `used_by_customer`, `minimum` (with `minimum`), `no_product`. How often a guest has used it is judged when the order is placed. DELETE takes the code off. */
  cartCoupon(body: shapes.CouponCodeRequest, options: { cartToken?: string } = {}): Promise<shapes.Cart> {
    return this.send("POST", `/api/v1/cart/coupon/`, { body, headers: { "X-Cart-Token": options.cartToken } });
  }

  /** POST puts a code on the cart, if it holds for what is in it; 409 `coupon_refused` names the `reason`: `unknown`, `not_started`, `expired`, `used_up`, `used_by_customer`, `minimum` (with `minimum`), `no_product`. How often a guest has used it is judged when the order is placed. DELETE takes the code off. */
  cartCouponRemove(options: { cartToken?: string } = {}): Promise<void> {
    return this.send("DELETE", `/api/v1/cart/coupon/`, { headers: { "X-Cart-Token": options.cartToken } });
  }

  /** Put a whole lighting plan in. Each product is capped at what is in stock; `notices` say what is short (`capped`). 409 `out_of_stock` when nothing at all can go in. */
  cartFill(body: shapes.FillRequest, options: { cartToken?: string; idempotencyKey?: string } = {}): Promise<shapes.Cart> {
    return this.send("POST", `/api/v1/cart/fill/`, { body, headers: { "X-Cart-Token": options.cartToken, "Idempotency-Key": options.idempotencyKey } });
  }

  /** Tell the voltage of the home, once: `notices` then say what does not fit it (`fit.*`), each with a `fix`. It goes on to the next cart of the same person or guest. A guest's first call makes the cart: keep `token`. */
  cartHome(body: shapes.HomeRequest, options: { cartToken?: string } = {}): Promise<shapes.Cart> {
    return this.send("POST", `/api/v1/cart/home/`, { body, headers: { "X-Cart-Token": options.cartToken } });
  }

  /** Put units of a product in; what is there already grows. A guest's first call makes the cart: keep `token`. */
  cartItemAdd(body: shapes.AddItemRequest, options: { cartToken?: string; idempotencyKey?: string } = {}): Promise<shapes.Cart> {
    return this.send("POST", `/api/v1/cart/items/`, { body, headers: { "X-Cart-Token": options.cartToken, "Idempotency-Key": options.idempotencyKey } });
  }

  /** Another quantity, set aside for later or back, or where it will hang. */
  cartItemChange(id: number, body: shapes.PatchedChangeItemRequest, options: { cartToken?: string } = {}): Promise<shapes.Cart> {
    return this.send("PATCH", `/api/v1/cart/items/${encodeURIComponent(id)}/`, { body, headers: { "X-Cart-Token": options.cartToken } });
  }

  /** Take a line out, all its units. */
  cartItemRemove(id: number, options: { cartToken?: string } = {}): Promise<void> {
    return this.send("DELETE", `/api/v1/cart/items/${encodeURIComponent(id)}/`, { headers: { "X-Cart-Token": options.cartToken } });
  }

  /** Fold a guest's cart into the person's: quantities are summed, at most what is there; `notices` say what changed. Done twice it changes nothing. */
  cartMerge(body: shapes.MergeRequest, options: { cartToken?: string } = {}): Promise<shapes.Cart> {
    return this.send("POST", `/api/v1/cart/merge/`, { body, headers: { "X-Cart-Token": options.cartToken } });
  }

  /** They have been read, and the prices of now are accepted. */
  cartNoticesAccept(options: { cartToken?: string } = {}): Promise<void> {
    return this.send("DELETE", `/api/v1/cart/notices/`, { headers: { "X-Cart-Token": options.cartToken } });
  }

  /** Every way to receive what is in the cart, with price and day; address and choice are remembered. With `product` (and `quantity`): what it would cost to receive just that, without a cart; nothing is remembered. */
  cartShippingQuote(body: shapes.ShippingQuoteRequest, options: { cartToken?: string } = {}): Promise<shapes.Shipping> {
    return this.send("POST", `/api/v1/cart/shipping-quote/`, { body, headers: { "X-Cart-Token": options.cartToken } });
  }

  /** Every category on show, parents before their children. */
  categories(options: { cursor?: string; pageSize?: number; more?: Record<string, string> } = {}): Promise<shapes.CategoryList> {
    return this.send("GET", `/api/v1/categories/`, { query: { "cursor": options.cursor, "page_size": options.pageSize, ...options.more }, asAnybody: true });
  }

  /** One category: where it stands in the tree, what lies below it, and its texts. */
  category(slug: string): Promise<shapes.Category> {
    return this.send("GET", `/api/v1/categories/${encodeURIComponent(slug)}/`, { asAnybody: true });
  }

  /** The texts in force, to be shown before buying: who orders agrees to them. */
  legalTexts(): Promise<shapes.LegalTextList> {
    return this.send("GET", `/api/v1/legal/`, { asAnybody: true });
  }

  /** One text, in force or as an order agreed to it. */
  legalText(kind: "terms" | "privacy", options: { version?: string; more?: Record<string, string> } = {}): Promise<shapes.LegalText> {
    return this.send("GET", `/api/v1/legal/${encodeURIComponent(kind)}/`, { query: { "version": options.version, ...options.more }, asAnybody: true });
  }

  /** How many lumens a room needs, with the norm beside each number, and up to three whole plans of lamps that are in stock and fit its voltage. `cart/fill/` takes a plan's items as they are. */
  lightingPlan(body: shapes.RoomInputRequest): Promise<shapes.LightingAnswer> {
    return this.send("POST", `/api/v1/lighting/plan/`, { body, asAnybody: true });
  }

  /** The token of an order for who knows its number and e-mail, like `/rastrear/`: 404 for any other pair. Tries are few: 429 says when to come back. */
  orderToken(body: shapes.TrackRequest): Promise<shapes.OrderToken> {
    return this.send("POST", `/api/v1/order-tokens/`, { body, asAnybody: true });
  }

  /** The orders of the signed-in person, the newest first. */
  orders(options: { cursor?: string; pageSize?: number; more?: Record<string, string> } = {}): Promise<shapes.OrderList> {
    return this.send("GET", `/api/v1/orders/`, { query: { "cursor": options.cursor, "page_size": options.pageSize, ...options.more } });
  }

  /** Buy what is in the cart, in one call. 400 names all that is missing at once; `payments/methods/` tells the ways to pay and the total each expects. 409: `cart_changed` (with `expected_total`, `total` and `notices`), `out_of_stock` (with `lines`), `cart_empty`, `cart_already_ordered` (with `number`), `coupon_refused` (with `reason`), `too_many_unpaid_orders` and `too_many_units_unpaid` (of those paid at the counter). 422: the key came before with another body. A repeated call answers 201 with the same order and `Idempotency-Replayed: true`. When the provider of the payment is away the order stands and `payment.pix` or `payment.card` is null: POST `payment/` of the order asks again. */
  orderPlace(body: shapes.PlaceOrderRequest, options: { idempotencyKey: string; cartToken?: string }): Promise<shapes.Placed> {
    return this.send("POST", `/api/v1/orders/`, { body, headers: { "Idempotency-Key": options.idempotencyKey, "X-Cart-Token": options.cartToken } });
  }

  /** Everything that was agreed, and what happened since. */
  order(number: string, options: { orderToken?: string } = {}): Promise<shapes.Order> {
    return this.send("GET", `/api/v1/orders/${encodeURIComponent(number)}/`, { headers: { "X-Order-Token": options.orderToken } });
  }

  /** Give the order up before it leaves; what was paid goes back. 409 `illegal_transition` afterwards. */
  orderCancel(number: string, body: shapes.ReasonRequest, options: { orderToken?: string } = {}): Promise<shapes.Order> {
    return this.send("POST", `/api/v1/orders/${encodeURIComponent(number)}/cancel/`, { body, headers: { "X-Order-Token": options.orderToken } });
  }

  /** How the order is paid. POST: the waiting payment, or a new one after a refusal or by another method. */
  orderPayment(number: string, options: { orderToken?: string } = {}): Promise<shapes.Payment> {
    return this.send("GET", `/api/v1/orders/${encodeURIComponent(number)}/payment/`, { headers: { "X-Order-Token": options.orderToken } });
  }

  /** How the order is paid. POST: the waiting payment, or a new one after a refusal or by another method. */
  orderPay(number: string, body: shapes.PayAgainRequest, options: { orderToken?: string } = {}): Promise<shapes.Payment> {
    return this.send("POST", `/api/v1/orders/${encodeURIComponent(number)}/payment/`, { body, headers: { "X-Order-Token": options.orderToken } });
  }

  /** Put the same things into the cart at today's prices, as far as they can be bought. With an `Idempotency-Key` the same call again adds nothing: `Idempotency-Replayed: true`. */
  orderReorder(number: string, options: { cartToken?: string; idempotencyKey?: string; orderToken?: string } = {}): Promise<shapes.Reordered> {
    return this.send("POST", `/api/v1/orders/${encodeURIComponent(number)}/reorder/`, { headers: { "X-Cart-Token": options.cartToken, "Idempotency-Key": options.idempotencyKey, "X-Order-Token": options.orderToken } });
  }

  /** Change of mind until seven days after receipt, without a reason. 409 `withdrawal_over` afterwards. */
  orderWithdraw(number: string, body: shapes.ReasonRequest, options: { orderToken?: string } = {}): Promise<shapes.Order> {
    return this.send("POST", `/api/v1/orders/${encodeURIComponent(number)}/withdraw/`, { body, headers: { "X-Order-Token": options.orderToken } });
  }

  /** How this shop can be paid, each with what the caller's cart costs that way: the `expected_total` to send. The totals hold the chosen delivery (`cart/shipping-quote/`); without a cart they are 0.00. */
  paymentMethods(options: { cartToken?: string } = {}): Promise<shapes.PaymentMethodList> {
    return this.send("GET", `/api/v1/payments/methods/`, { headers: { "X-Cart-Token": options.cartToken } });
  }

  /** Products on show, searched, filtered and ordered; the same cost at any depth. */
  products(options: { cursor?: string; inStock?: "true" | "false" | "1" | "0"; ordering?: "relevance" | "price" | "-price" | "-rating" | "-created" | "-discount" | "-sold"; pageSize?: number; priceMax?: string; priceMin?: string; q?: string; ratingMin?: string; more?: Record<string, string> } = {}): Promise<shapes.ProductList> {
    return this.send("GET", `/api/v1/products/`, { query: { "cursor": options.cursor, "in_stock": options.inStock, "ordering": options.ordering, "page_size": options.pageSize, "price_max": options.priceMax, "price_min": options.priceMin, "q": options.q, "rating_min": options.ratingMin, ...options.more }, asAnybody: true });
  }

  /** What sells best, on one page; empty until something is sold. */
  bestSellers(options: { pageSize?: number; more?: Record<string, string> } = {}): Promise<shapes.ProductList> {
    return this.send("GET", `/api/v1/products/best-sellers/`, { query: { "page_size": options.pageSize, ...options.more }, asAnybody: true });
  }

  /** For clients that keep a copy: every product once, then what changed since, with deletions. */
  productChanges(options: { cursor?: string; pageSize?: number; more?: Record<string, string> } = {}): Promise<shapes.Changes> {
    return this.send("GET", `/api/v1/products/changes/`, { query: { "cursor": options.cursor, "page_size": options.pageSize, ...options.more }, asAnybody: true });
  }

  /** What the list can be narrowed by, with the number of products behind each choice. */
  productFacets(options: { inStock?: "true" | "false" | "1" | "0"; priceMax?: string; priceMin?: string; q?: string; ratingMin?: string; more?: Record<string, string> } = {}): Promise<shapes.FacetList> {
    return this.send("GET", `/api/v1/products/facets/`, { query: { "in_stock": options.inStock, "price_max": options.priceMax, "price_min": options.priceMin, "q": options.q, "rating_min": options.ratingMin, ...options.more }, asAnybody: true });
  }

  /** Words, categories and products for what was typed so far. */
  productSuggest(options: { q: string; more?: Record<string, string> }): Promise<shapes.Suggestion> {
    return this.send("GET", `/api/v1/products/suggest/`, { query: { "q": options.q, ...options.more }, asAnybody: true });
  }

  /** A sentence, such as `pendente quente até 300 bivolt para cozinha`, as parameters of `products/`. */
  productUnderstand(options: { q: string; more?: Record<string, string> }): Promise<shapes.Understood> {
    return this.send("GET", `/api/v1/products/understand/`, { query: { "q": options.q, ...options.more }, asAnybody: true });
  }

  /** One product with everything that is known of it. */
  product(slug: string): Promise<shapes.ProductDetail> {
    return this.send("GET", `/api/v1/products/${encodeURIComponent(slug)}/`, { asAnybody: true });
  }

  /** Be told when it is back or cheaper. A mailbox that is not the token's own, proven one confirms by letter. */
  alertAsk(slug: string, body: shapes.AlertInputRequest): Promise<shapes.AlertAsked> {
    return this.send("POST", `/api/v1/products/${encodeURIComponent(slug)}/alerts/`, { body });
  }

  /** What goes with it: at most eight, on one page. */
  productRelated(slug: string): Promise<shapes.ProductList> {
    return this.send("GET", `/api/v1/products/${encodeURIComponent(slug)}/related/`, { asAnybody: true });
  }

  /** What customers say, newest first, with the histogram of all. */
  productReviews(slug: string, options: { cursor?: string; pageSize?: number; more?: Record<string, string> } = {}): Promise<shapes.ReviewList> {
    return this.send("GET", `/api/v1/products/${encodeURIComponent(slug)}/reviews/`, { query: { "cursor": options.cursor, "page_size": options.pageSize, ...options.more } });
  }

  /** Say how it is, once, after receiving it. Published when a person has approved it. */
  reviewWrite(slug: string, body: shapes.ReviewInputRequest): Promise<shapes.OwnReview> {
    return this.send("POST", `/api/v1/products/${encodeURIComponent(slug)}/reviews/`, { body });
  }

  /** The person the token speaks for. */
  me(): Promise<shapes.Person> {
    return this.send("GET", `/api/v1/users/me/`);
  }

  /** Change name, phone, document or whether news may be mailed; what is not sent stays as it is. */
  meChange(body: shapes.PatchedPersonChangeRequest): Promise<shapes.Person> {
    return this.send("PATCH", `/api/v1/users/me/`, { body });
  }

  /** Close the account, with the password in the body: every token and session ends now, the data go in seven days. Until then the mailed link opens it again. Orders keep what the tax office wants. Another password is 400 `wrong_password`. */
  meErase(body: shapes.PasswordAgainRequest): Promise<void> {
    return this.send("DELETE", `/api/v1/users/me/`, { body });
  }

  /** All of them on one page, the main one first. */
  addresses(): Promise<shapes.AddressList> {
    return this.send("GET", `/api/v1/users/me/addresses/`);
  }

  /** The first one becomes the main one. */
  addressAdd(body: shapes.AddressInputRequest): Promise<shapes.Address> {
    return this.send("POST", `/api/v1/users/me/addresses/`, { body });
  }

  /** One address of the book. Somebody else's is 404, as one that is not there. */
  address(id: number): Promise<shapes.Address> {
    return this.send("GET", `/api/v1/users/me/addresses/${encodeURIComponent(id)}/`);
  }

  /** Write this address anew: what is not sent becomes empty. */
  addressReplace(id: number, body: shapes.AddressInputRequest): Promise<shapes.Address> {
    return this.send("PUT", `/api/v1/users/me/addresses/${encodeURIComponent(id)}/`, { body });
  }

  /** Fields that are not sent stay as they are. */
  addressChange(id: number, body: shapes.PatchedAddressInputRequest): Promise<shapes.Address> {
    return this.send("PATCH", `/api/v1/users/me/addresses/${encodeURIComponent(id)}/`, { body });
  }

  /** Take it out of the book; if it was the main one, the newest of the others becomes it. */
  addressRemove(id: number): Promise<void> {
    return this.send("DELETE", `/api/v1/users/me/addresses/${encodeURIComponent(id)}/`);
  }

  /** On one page, the last asked first. */
  alerts(): Promise<shapes.AlertList> {
    return this.send("GET", `/api/v1/users/me/alerts/`);
  }

  /** Wait for it no longer. */
  alertRemove(id: number): Promise<void> {
    return this.send("DELETE", `/api/v1/users/me/alerts/${encodeURIComponent(id)}/`);
  }

  /** Everything the shop knows of this person, by kind; at most twenty times an hour. A bearer token alone is not enough: POST the password here first. Without `token` 403 `password_needed`. */
  meExport(options: { token?: string; more?: Record<string, string> } = {}): Promise<shapes.Export> {
    return this.send("GET", `/api/v1/users/me/export/`, { query: { "token": options.token, ...options.more } });
  }

  /** Show the password; the answer opens the export for a quarter of an hour. 400 `wrong_password` otherwise. */
  meExportOpen(body: shapes.PasswordAgainRequest): Promise<shapes.ExportToken> {
    return this.send("POST", `/api/v1/users/me/export/`, { body });
  }

  /** On one page, the last chosen first; at most sixty. */
  favorites(): Promise<shapes.ProductList> {
    return this.send("GET", `/api/v1/users/me/favorites/`);
  }

  /** The product, if it is kept. */
  favorite(slug: string): Promise<shapes.Product> {
    return this.send("GET", `/api/v1/users/me/favorites/${encodeURIComponent(slug)}/`);
  }

  /** Keep this product; again is no error. */
  favoriteAdd(slug: string): Promise<void> {
    return this.send("PUT", `/api/v1/users/me/favorites/${encodeURIComponent(slug)}/`);
  }

  /** Let it go; one that is not kept is no error. */
  favoriteRemove(slug: string): Promise<void> {
    return this.send("DELETE", `/api/v1/users/me/favorites/${encodeURIComponent(slug)}/`);
  }

  /** In any state, newest first; `waiting` names received products without a review. */
  ownReviews(): Promise<shapes.OwnReviewList> {
    return this.send("GET", `/api/v1/users/me/reviews/`);
  }

  /** Take an opinion back for good. */
  reviewRemove(id: number): Promise<void> {
    return this.send("DELETE", `/api/v1/users/me/reviews/${encodeURIComponent(id)}/`);
  }

  /** Browsers and apps this person is signed in with. */
  sessions(): Promise<shapes.SessionList> {
    return this.send("GET", `/api/v1/users/me/sessions/`);
  }

  /** Sign a browser (number) or an app (UUID) out. */
  sessionEnd(id: string): Promise<void> {
    return this.send("DELETE", `/api/v1/users/me/sessions/${encodeURIComponent(id)}/`);
  }
}
