// What the API of Ilumina Casa asks and answers. Written by `python -m tools.clients`; do not edit.

export interface Actions {
  cancel: boolean;
  withdraw: boolean;
  withdraw_until: string | null;
  pay: boolean;
}

export interface AddItemRequest {
  product: string | number;
  quantity?: number;
}

export interface Address {
  id: number;
  label: string;
  recipient: string;
  postal_code: string;
  street: string;
  number: string;
  complement: string;
  district: string;
  city: string;
  state: string;
  reference: string;
  phone: string;
  is_default: boolean;
}

/** A Brazilian address. Postal code and state must agree. */
export interface AddressInputRequest {
  recipient: string;
  postal_code: string;
  street: string;
  number: string;
  complement?: string;
  district: string;
  city: string;
  state: StateEnum;
  reference?: string;
  phone?: string;
  label?: string;
  is_default?: boolean;
}

export interface AddressList {
  count: number;
  next: string | null;
  previous: string | null;
  results: Array<Address>;
}

export interface Alert {
  id: number;
  product: string;
  kind: AlertKindEnum;
  price_seen: string | null;
  requested_at: string;
}

export interface AlertAsked {
  email: string;
  kind: AlertKindEnum;
  confirmed: boolean;
  detail: string;
}

export interface AlertInputRequest {
  kind: AlertKindEnum;
  email?: string;
}

/** * `back_in_stock` - back_in_stock * `price_drop` - price_drop */
export type AlertKindEnum = "back_in_stock" | "price_drop";

export interface AlertList {
  count: number;
  next: string | null;
  previous: string | null;
  results: Array<Alert>;
}

export interface AppSession {
  id: string;
  agent: string;
  address: string;
  started_at: string;
  is_current: boolean;
}

/** * `in_stock` - in_stock * `low_stock` - low_stock * `out_of_stock` - out_of_stock */
export type AvailabilityEnum = "in_stock" | "low_stock" | "out_of_stock";

export interface Bar {
  stars: number;
  count: number;
}

export interface Brand {
  slug: string;
  name: string;
  product_count: number;
}

export interface BrandList {
  count: number;
  next: string | null;
  previous: string | null;
  results: Array<Brand>;
}

export interface BrowserSession {
  id: number;
  agent: string;
  address: string;
  started_at: string;
  seen_at: string;
}

export interface Card {
  client_secret: string;
}

/** `total` is what a card pays, `pix_total` what Pix pays, both with the chosen shipping. */
export interface Cart {
  token: string | null;
  version: number;
  home_voltage: VoltageEnum | NullEnum;
  items: Array<CartItem>;
  saved_items: Array<CartItem>;
  units: number;
  coupon: CartCoupon | null;
  shipping: Shipping;
  subtotal: string;
  discount_total: string;
  shipping_total: string | null;
  total: string;
  pix_total: string;
  installments: Installments;
  currency: CurrencyEnum;
  can_be_ordered: boolean;
  notices: Array<Notice>;
}

export interface CartCoupon {
  code: string;
  kind: CouponKindEnum;
  problem: string | null;
}

export interface CartItem {
  id: number;
  product: CartProduct;
  quantity: number;
  available: boolean;
  in_stock: number;
  problem: ProblemEnum | NullEnum;
  zone: ZoneEnum | NullEnum;
  list_price: string;
  struck_price: string | null;
  unit_price: string;
  pix_unit_price: string;
  seen_price: string;
  line_total: string;
  discount: string;
}

export interface CartProduct {
  id: number;
  slug: string;
  sku: string;
  title: string;
  thumbnail: string | null;
}

export interface Category {
  slug: string;
  name: string;
  description: string;
  parent: string | null;
  path: Array<Name>;
  children: Array<Name>;
  product_count: number;
}

export interface CategoryList {
  count: number;
  next: string | null;
  previous: string | null;
  results: Array<Category>;
}

export type Change = Upsert | Deletion;

/** What happened since the cursor, oldest first. Keep `cursor` and ask again with it, at any time. */
export interface Changes {
  next: string;
  cursor: string;
  has_more: boolean;
  results: Array<Change>;
}

export interface CouponCodeRequest {
  code: string;
  email?: string;
}

/** * `percent` - percentual * `fixed` - valor * `free_freight` - frete grátis */
export type CouponKindEnum = "percent" | "fixed" | "free_freight";

/** * `BRL` - BRL */
export type CurrencyEnum = "BRL";

export interface Deletion {
  type: DeletionTypeEnum;
  id: number;
  slug: string;
}

/** * `delete` - delete */
export type DeletionTypeEnum = "delete";

export interface Delivery {
  method: string;
  name: string;
  is_pickup: boolean;
  promised_on: string | null;
  address: DeliveryAddress | null;
}

export interface DeliveryAddress {
  recipient: string;
  postal_code: string;
  street: string;
  number: string;
  complement: string;
  district: string;
  city: string;
  state: string;
  reference: string;
}

export interface Detail {
  detail: string;
}

/** Centimetres. */
export interface Dimensions {
  width: number | null;
  height: number | null;
  depth: number | null;
}

export interface EmailChangeRequest {
  email: string;
  password: string;
}

export interface EmailRequest {
  email: string;
}

export interface EmailVerifyRequest {
  token: string;
  password?: string;
}

export interface Event {
  kind: string;
  status: string;
  message: string;
  at: string;
}

/** Beside these, one list of rows for every kind of thing the shop keeps of a person: orders, addresses, ... */
export interface Export {
  generated_at: string;
  controller: Record<string, string>;
  person: Array<Record<string, unknown>>;
}

export interface ExportToken {
  token: string;
  expires_in: number;
}

export interface Facet {
  key: string;
  label: string;
  unit: string;
  kind: FacetKindEnum;
  options: Array<Option>;
  minimum: string | null;
  maximum: string | null;
}

/** * `category` - category * `price` - price * `rating` - rating * `choice` - choice * `number` - number * `boolean` - boolean */
export type FacetKindEnum = "category" | "price" | "rating" | "choice" | "number" | "boolean";

export interface FacetList {
  count: number;
  facets: Array<Facet>;
}

export interface FillRequest {
  items: Array<AddItemRequest>;
  voltage?: VoltageEnum;
}

export interface HomeRequest {
  voltage: VoltageEnum;
}

export interface Image {
  url: string;
  role: RoleEnum;
  alt: string;
  width: number | null;
  height: number | null;
  renditions: Renditions;
}

export interface Installments {
  count: number;
  amount: string;
}

export interface LeftOut {
  product: string;
  title: string;
  quantity: number;
}

export interface LegalText {
  kind: LegalTextKindEnum;
  version: string;
  title: string;
  body: string;
  published_at: string;
}

/** * `terms` - terms * `privacy` - privacy */
export type LegalTextKindEnum = "terms" | "privacy";

export interface LegalTextList {
  results: Array<LegalText>;
}

/** Lux in the middle of each cell of the work plane, rows along the width. */
export interface LightMap {
  plane_height: number;
  values: Array<Array<number>>;
  mean: number;
  minimum: number;
  maximum: number;
  direct_mean: number;
  reflected: number;
}

export interface LightPlan {
  kind: LightPlanKindEnum;
  name: string;
  items: Array<PlanItem>;
  lumens: number;
  watts: number | null;
  utilisation: number;
  lux: number;
  total: string;
  pix_total: string;
  map: LightMap;
}

/** * `economy` - economy * `balanced` - balanced * `designer` - designer */
export type LightPlanKindEnum = "economy" | "balanced" | "designer";

export interface LightingAnswer {
  need: Need;
  reference: ReferenceLamp;
  plans: Array<LightPlan>;
  notice: string;
}

export interface LinkInputRequest {
  token: string;
}

export interface LoggedIn {
  access: string;
  refresh: string;
  expires_in: number;
  user: Person;
}

export interface LoginRequest {
  email: string;
  password: string;
}

export interface MergeRequest {
  token?: string;
  cart_token?: string;
}

/** * `relax` - relax * `welcome` - welcome * `focus` - focus * `bright` - bright */
export type MoodEnum = "relax" | "welcome" | "focus" | "bright";

export interface Name {
  slug: string;
  name: string;
}

export interface Need {
  formula: string;
  steps: Array<Step>;
  lumens: number;
  room_index: number | null;
}

/** Something to know before buying. No order is refused for a `fit.*`; its `data` names `product` and `item` it is said of, what does not fit, and `fix`: {`action` `add` or `swap`, `product` {id, slug, title, sale_price}, `quantity`, `item` that goes when it is a swap}, or null where the shop has nothing that fits. */
export interface Notice {
  code: NoticeCodeEnum;
  message: string;
  data: Record<string, unknown>;
}

/** * `price_changed` - price_changed * `out_of_stock` - out_of_stock * `unavailable` - unavailable * `coupon_refused` - coupon_refused * `merged` - merged * `capped` - capped * `fit.base_mismatch` - fit.base_mismatch * `fit.voltage_mismatch` - fit.voltage_mismatch * `fit.voltage_mixed` - fit.voltage_mixed * `fit.voltage_unconfirmed` - fit.voltage_unconfirmed * `fit.dimmer_mismatch` - fit.dimmer_mismatch * `fit.ip_too_low` - fit.ip_too_low */
export type NoticeCodeEnum = "price_changed" | "out_of_stock" | "unavailable" | "coupon_refused" | "merged" | "capped" | "fit.base_mismatch" | "fit.voltage_mismatch" | "fit.voltage_mixed" | "fit.voltage_unconfirmed" | "fit.dimmer_mismatch" | "fit.ip_too_low";

export type NullEnum = null;

export interface Option {
  value: string;
  params: Record<string, string>;
  label: string;
  count: number;
  selected: boolean;
  swatch: string;
}

export interface Order {
  number: string;
  status: OrderStatusEnum;
  status_text: string;
  placed_at: string;
  total: string;
  units: number;
  payment_method: PaymentMethodEnum;
  is_pickup: boolean;
  promised_on: string | null;
  email: string;
  name: string;
  phone: string;
  document: string;
  note: string;
  delivery: Delivery;
  lines: Array<OrderLine>;
  lines_total: string;
  discount_total: string;
  pix_discount_total: string;
  freight_total: string;
  coupon: string;
  installments: number;
  payment: Payment | null;
  refunds: Array<Refund>;
  shipments: Array<Shipment>;
  events: Array<Event>;
  actions: Actions;
  expires_at: string | null;
  paid_at: string | null;
  shipped_at: string | null;
  delivered_at: string | null;
  canceled_at: string | null;
  terms_version: string;
  privacy_version: string;
}

export interface OrderLine {
  product: string;
  sku: string;
  title: string;
  quantity: number;
  list_price: string;
  unit_price: string;
  discount: string;
  total: string;
  refunded_quantity: number;
}

export interface OrderList {
  count: number;
  next: string | null;
  previous: string | null;
  results: Array<OrderSummary>;
}

/** * `pending` - aguardando pagamento * `paid` - pago * `picking` - em separação * `shipped` - enviado * `ready_for_pickup` - pronto para retirada * `delivered` - entregue * `withdrawal_requested` - arrependimento solicitado * `returned` - devolvido * `canceled` - cancelado * `paid_without_stock` - pago, sem estoque */
export type OrderStatusEnum = "pending" | "paid" | "picking" | "shipped" | "ready_for_pickup" | "delivered" | "withdrawal_requested" | "returned" | "canceled" | "paid_without_stock";

export interface OrderSummary {
  number: string;
  status: OrderStatusEnum;
  status_text: string;
  placed_at: string;
  total: string;
  units: number;
  payment_method: PaymentMethodEnum;
  is_pickup: boolean;
  promised_on: string | null;
}

export interface OrderToken {
  number: string;
  token: string;
}

export interface OwnReview {
  id: number;
  product: string;
  author: string;
  rating: number;
  title: string;
  text: string;
  state: ReviewStateEnum;
  reply: string;
  created_at: string;
}

export interface OwnReviewList {
  count: number;
  next: string | null;
  previous: string | null;
  waiting: Array<string>;
  results: Array<OwnReview>;
}

export interface Pair {
  access: string;
  refresh: string;
  expires_in: number;
}

export interface PasswordAgainRequest {
  password: string;
}

export interface PasswordChangeRequest {
  current_password: string;
  new_password: string;
}

/** A Brazilian address. Postal code and state must agree. */
export interface PatchedAddressInputRequest {
  recipient?: string;
  postal_code?: string;
  street?: string;
  number?: string;
  complement?: string;
  district?: string;
  city?: string;
  state?: StateEnum;
  reference?: string;
  phone?: string;
  label?: string;
  is_default?: boolean;
}

export interface PatchedChangeItemRequest {
  quantity?: number;
  saved?: boolean;
  zone?: ZoneEnum | NullEnum;
}

export interface PatchedPersonChangeRequest {
  name?: string;
  phone?: string;
  document?: string;
  marketing?: boolean;
}

export interface PayAgainRequest {
  method?: PaymentMethodEnum;
}

export interface Payment {
  method: PaymentMethodEnum;
  status: PaymentStatusEnum;
  pix?: Pix | null;
  card?: Card | null;
  amount: string;
  expires_at: string | null;
  confirmed_at: string | null;
  can_pay: boolean;
  methods: Array<string>;
}

export interface PaymentMethod {
  method: PaymentMethodEnum;
  name: string;
  total: string;
  needs_pickup: boolean;
  installments: number;
  is_demo: boolean;
}

/** * `pix` - Pix * `card` - cartão * `pickup` - pagamento na retirada */
export type PaymentMethodEnum = "pix" | "card" | "pickup";

export interface PaymentMethodList {
  results: Array<PaymentMethod>;
}

/** * `pending` - aguardando * `confirmed` - confirmado * `declined` - recusado * `expired` - vencido * `quarantined` - em análise */
export type PaymentStatusEnum = "pending" | "confirmed" | "declined" | "expired" | "quarantined";

export interface Person {
  id: number;
  email: string;
  email_verified: boolean;
  name: string;
  phone: string;
  document: string;
  marketing: boolean;
  joined_at: string;
}

export interface Pix {
  copy_paste: string;
  txid: string;
  expires_at: string | null;
}

export interface PlaceOrderRequest {
  cart_token?: string;
  email?: string;
  name?: string;
  phone?: string;
  document?: string;
  address?: PostalAddressInputRequest;
  address_id?: number;
  shipping_method: string;
  payment_method: PaymentMethodEnum;
  coupon?: string | null;
  expected_total: string;
  installments?: number;
  note?: string;
}

export interface Placed {
  number: string;
  token: string;
  status: OrderStatusEnum;
  total: string;
  payment: PlacedPayment;
}

export interface PlacedPayment {
  method: PaymentMethodEnum;
  status: PaymentStatusEnum;
  pix?: Pix | null;
  card?: Card | null;
}

export interface PlanItem {
  product: Product;
  quantity: number;
  total: string;
  positions: Array<Array<number>>;
}

/** A Brazilian address. Postal code and state must agree. */
export interface PostalAddressInputRequest {
  recipient: string;
  postal_code: string;
  street: string;
  number: string;
  complement?: string;
  district: string;
  city: string;
  state: StateEnum;
  reference?: string;
  phone?: string;
}

/** RFC 9457 problem details. `code` is stable; `detail` is Portuguese fit for a customer. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  request_id: string;
  errors?: Array<Record<string, unknown>>;
  reason?: string;
  lines?: unknown;
  available?: number;
  expected_total?: string;
  total?: string;
  notices?: Array<Record<string, unknown>>;
  methods?: Array<string>;
  fields?: Array<string>;
  wanted?: string;
  number?: string;
  order_status?: string;
  maximum?: number;
  minimum?: unknown;
}

/** * `unavailable` - unavailable * `out_of_stock` - out_of_stock */
export type ProblemEnum = "unavailable" | "out_of_stock";

/** A product as lists show it. */
export interface Product {
  id: number;
  slug: string;
  sku: string;
  title: string;
  brand: Name | null;
  category: Name;
  price: string;
  discount_percentage: string;
  sale_price: string;
  struck_price: string | null;
  pix_price: string;
  installments: Installments;
  currency: CurrencyEnum;
  rating: string | null;
  review_count: number;
  availability: AvailabilityEnum;
  thumbnail: string | null;
  image_lit: string | null;
  specs: Record<string, unknown>;
  updated_at: string;
}

/** A product with everything that is known of it. */
export interface ProductDetail {
  id: number;
  slug: string;
  sku: string;
  title: string;
  brand: Name | null;
  category: Name;
  price: string;
  discount_percentage: string;
  sale_price: string;
  struck_price: string | null;
  pix_price: string;
  installments: Installments;
  currency: CurrencyEnum;
  rating: string | null;
  review_count: number;
  availability: AvailabilityEnum;
  thumbnail: string | null;
  image_lit: string | null;
  specs: Record<string, unknown>;
  updated_at: string;
  description: string;
  images: Array<Image>;
  tags: Array<string>;
  dimensions: Dimensions;
  weight: number | null;
  warranty: string;
  shipping: string;
  return_policy: string;
  minimum_order_quantity: number;
  meta: ProductMeta;
}

export interface ProductList {
  count: number;
  next: string | null;
  previous: string | null;
  results: Array<Product>;
}

export interface ProductMeta {
  summary: string;
  family: string | null;
  url: string;
  lowest_price_30_days: string | null;
  created_at: string;
  updated_at: string;
}

export interface ReasonRequest {
  reason?: string;
}

/** The same need in 9 W bulbs of 806 lm. */
export interface ReferenceLamp {
  lumens: number;
  watts: number;
  count: number;
  total_lumens: number;
  total_watts: number;
  lux: number;
}

export interface RefreshRequest {
  refresh: string;
}

export interface Refund {
  amount: string;
  status: RefundStatusEnum;
  reason: string;
  requested_at: string;
  done_at: string | null;
}

/** * `requested` - solicitado * `done` - feito * `failed` - falhou */
export type RefundStatusEnum = "requested" | "done" | "failed";

export interface RegisterRequest {
  email: string;
  password: string;
  name: string;
  marketing?: boolean;
}

export interface Registered {
  email: string;
  detail: string;
}

export interface Rendition {
  width: number;
  url: string;
}

export interface Renditions {
  avif: Array<Rendition>;
  webp: Array<Rendition>;
}

export interface Reordered {
  units: number;
  left_out: Array<LeftOut>;
  cart_token: string | null;
}

export interface ResetConfirmRequest {
  token: string;
  password: string;
}

export interface Review {
  id: number;
  author: string;
  rating: number;
  title: string;
  text: string;
  is_verified: boolean;
  reply: string;
  helpful_count: number;
  created_at: string;
}

export interface ReviewInputRequest {
  rating: number;
  title?: string;
  text?: string;
  author?: string;
}

export interface ReviewList {
  count: number;
  next: string | null;
  previous: string | null;
  summary: ReviewSummary;
  results: Array<Review>;
}

/** * `pending` - pending * `approved` - approved * `rejected` - rejected */
export type ReviewStateEnum = "pending" | "approved" | "rejected";

export interface ReviewSummary {
  count: number;
  mean: string | null;
  histogram: Array<Bar>;
}

/** * `day` - day * `night` - night * `detail` - detail * `measures` - measures * `other` - other */
export type RoleEnum = "day" | "night" | "detail" | "measures" | "other";

/** What is left out is the usual of such a room; without a ceiling height the utilisation factor is 0.6. */
export interface RoomInputRequest {
  room_type: RoomTypeEnum;
  length: number;
  width: number;
  ceiling_height?: number | null;
  wall_color?: WallColorEnum;
  mood?: MoodEnum;
  voltage?: VoltageEnum;
  style?: string;
}

/** * `living_room` - living_room * `bedroom` - bedroom * `kitchen` - kitchen * `bathroom` - bathroom * `office` - office * `hallway` - hallway * `garage` - garage * `laundry` - laundry */
export type RoomTypeEnum = "living_room" | "bedroom" | "kitchen" | "bathroom" | "office" | "hallway" | "garage" | "laundry";

export interface SessionList {
  browsers: Array<BrowserSession>;
  apps: Array<AppSession>;
}

export interface Shipment {
  carrier: string;
  tracking_code: string;
  tracking_url: string;
  shipped_at: string;
  delivered_at: string | null;
}

export interface Shipping {
  postal_code: string | null;
  method: string | null;
  options: Array<ShippingOption>;
  free_from: string | null;
  free_missing: string | null;
}

export interface ShippingOption {
  method: string;
  name: string;
  price: string;
  promised_on: string;
  is_pickup: boolean;
  is_free: boolean;
}

export interface ShippingQuoteRequest {
  postal_code: string;
  shipping_method?: string;
  product?: string | number;
  quantity?: number;
}

/** * `AC` - AC * `AL` - AL * `AM` - AM * `AP` - AP * `BA` - BA * `CE` - CE * `DF` - DF * `ES` - ES * `GO` - GO * `MA` - MA * `MG` - MG * `MS` - MS * `MT` - MT * `PA` - PA * `PB` - PB * `PE` - PE * `PI` - PI * `PR` - PR * `RJ` - RJ * `RN` - RN * `RO` - RO * `RR` - RR * `RS` - RS * `SC` - SC * `SE` - SE * `SP` - SP * `TO` - TO */
export type StateEnum = "AC" | "AL" | "AM" | "AP" | "BA" | "CE" | "DF" | "ES" | "GO" | "MA" | "MG" | "MS" | "MT" | "PA" | "PB" | "PE" | "PI" | "PR" | "RJ" | "RN" | "RO" | "RR" | "RS" | "SC" | "SE" | "SP" | "TO";

export interface Step {
  symbol: string;
  name: string;
  value: number;
  unit: string;
  source: string;
}

export interface Suggestion {
  terms: Array<string>;
  categories: Array<Name>;
  products: Array<Product>;
}

export interface TokenRequest {
  token: string;
}

export interface TrackRequest {
  number: string;
  email: string;
}

export interface Understood {
  q: string;
  filters: Array<Wish>;
  count: number;
}

export interface Upsert {
  type: UpsertTypeEnum;
  product: Product;
}

/** * `upsert` - upsert */
export type UpsertTypeEnum = "upsert";

/** * `127v` - 127v * `220v` - 220v * `unknown` - unknown */
export type VoltageEnum = "127v" | "220v" | "unknown";

/** * `light` - light * `medium` - medium * `dark` - dark */
export type WallColorEnum = "light" | "medium" | "dark";

export interface Wish {
  label: string;
  params: Record<string, string>;
}

/** * `dry` - dry * `bathroom` - bathroom * `garden` - garden */
export type ZoneEnum = "dry" | "bathroom" | "garden";
