// Buy a lamp as a guest and print the Pix code to pay: `npx tsc && node built/buy.js https://shop.example`.
import { type Placed, type PostalAddressInputRequest, ShopApi } from "./shop_api/index.js";

const HOME: PostalAddressInputRequest = {
  recipient: "Lia Campos",
  postal_code: "01310-100",
  street: "Avenida Paulista",
  number: "1000",
  district: "Bela Vista",
  city: "São Paulo",
  state: "SP",
};

export async function buy(shop: ShopApi, email: string): Promise<Placed> {
  const found = await shop.products({ inStock: "true", ordering: "price", q: "pendente" });
  const lamp = found.results.find((each) => each.availability === "in_stock");
  if (!lamp) throw new Error("nothing to buy");
  const { token } = await shop.cartItemAdd({ product: lamp.slug });
  if (!token) throw new Error("a guest's cart has a token");
  const shipping = await shop.cartShippingQuote({ postal_code: HOME.postal_code }, { cartToken: token });
  const delivery = shipping.options.find((each) => !each.is_pickup);
  if (!delivery) throw new Error("nobody delivers there");
  const cart = await shop.cart({ cartToken: token });
  return shop.orderPlace(
    {
      email,
      name: HOME.recipient,
      phone: "(11) 91234-5678",
      document: "529.982.247-25",
      address: HOME,
      shipping_method: delivery.method,
      payment_method: "pix",
      expected_total: cart.pix_total, // any other total is refused: nobody pays what they have not seen
    },
    { cartToken: token, idempotencyKey: crypto.randomUUID() }, // the same key sent again is the same order
  );
}

const order = await buy(new ShopApi(process.argv[2] ?? "http://localhost:8000"), "lia@example.com");
console.log(order.number, order.status, order.total);
console.log(order.payment.pix?.copy_paste ?? "ask orderPayment for the code");
