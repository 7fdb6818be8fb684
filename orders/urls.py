"""Addresses of checkout and orders."""

from django.urls import path

from orders.views import checkout, finding, order

app_name = "orders"
ORDER = "pedido/<slug:number>/<slug:token>/"

urlpatterns = [
    path("finalizar/", checkout.start, name="checkout"),
    path("finalizar/dados/", checkout.buyer, name="checkout_buyer"),
    path("finalizar/entrega/", checkout.delivery, name="checkout_delivery"),
    path("finalizar/pagamento/", checkout.payment, name="checkout_payment"),
    path(ORDER, order.order, name="order"),
    path(f"{ORDER}situacao/", order.status, name="status"),
    path(f"{ORDER}recibo/", order.receipt, name="receipt"),
    path(f"{ORDER}textos/", order.terms, name="terms"),
    path(f"{ORDER}pagar/", order.pay, name="pay"),
    path(f"{ORDER}demonstracao/", order.pay_demo, name="pay_demo"),
    path(f"{ORDER}cancelar/", order.cancel, name="cancel"),
    path(f"{ORDER}desistir/", order.withdraw, name="withdraw"),
    path(f"{ORDER}de-novo/", order.again, name="again"),
    path(f"{ORDER}conta/", order.invite, name="invite"),
    path(f"{ORDER}sem-convites/", order.no_reviews, name="no_reviews"),
    path("rastrear/", finding.track, name="track"),
    path("conta/pedidos/", finding.order_list, name="order_list"),
    path("conta/pedidos/<slug:number>/", finding.order_detail, name="order_detail"),
]
