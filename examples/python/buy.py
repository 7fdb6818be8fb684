"""Buy a lamp as a guest and print the Pix code to pay.

python buy.py https://shop.example
"""

import sys
import uuid

from shop_api import ShopApi
from shop_api.shapes import Placed, PostalAddressInputRequest

HOME: PostalAddressInputRequest = {
    "recipient": "Lia Campos",
    "postal_code": "01310-100",
    "street": "Avenida Paulista",
    "number": "1000",
    "district": "Bela Vista",
    "city": "São Paulo",
    "state": "SP",
}


def buy(shop: ShopApi, *, email: str) -> Placed:
    found = shop.products(in_stock="true", ordering="price", q="pendente")
    lamp = next(each for each in found["results"] if each["availability"] == "in_stock")
    cart = shop.cart_item_add({"product": lamp["slug"]})
    token = cart["token"]
    shipping = shop.cart_shipping_quote({"postal_code": HOME["postal_code"]}, cart_token=token)
    delivery = next(each for each in shipping["options"] if not each["is_pickup"])
    cart = shop.cart(cart_token=token)
    return shop.order_place(
        {
            "email": email,
            "name": HOME["recipient"],
            "phone": "(11) 91234-5678",
            "document": "529.982.247-25",
            "address": HOME,
            "shipping_method": delivery["method"],
            "payment_method": "pix",
            "expected_total": cart["pix_total"],  # any other total is refused: nobody pays what they have not seen
        },
        cart_token=token,
        idempotency_key=uuid.uuid4().hex,  # the same key sent again is the same order
    )


if __name__ == "__main__":
    order = buy(ShopApi(sys.argv[1]), email="lia@example.com")
    pix = order["payment"].get("pix")
    print(order["number"], order["status"], order["total"])
    print(pix["copy_paste"] if pix else "ask order_payment for the code")
