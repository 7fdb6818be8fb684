"""Addresses of the cart."""

from django.urls import path

from cart import views

app_name = "cart"

urlpatterns = [
    path("carrinho/", views.page, name="page"),
    path("carrinho/adicionar/", views.add, name="add"),
    path("carrinho/plano/", views.fill, name="fill"),
    path("carrinho/item/<int:number>/quantidade/", views.quantity, name="quantity"),
    path("carrinho/item/<int:number>/remover/", views.remove, name="remove"),
    path("carrinho/item/<int:number>/favoritos/", views.to_favorites, name="to_favorites"),
    path("carrinho/item/<int:number>/guardar/", views.set_aside, name="set_aside"),
    path("carrinho/item/<int:number>/trocar/", views.swap, name="swap"),
    path("carrinho/item/<int:number>/voltar/", views.bring_back, name="bring_back"),
    path("carrinho/cupom/", views.coupon, name="coupon"),
    path("carrinho/cupom/tirar/", views.coupon_drop, name="coupon_drop"),
    path("carrinho/entrega/", views.choose_delivery, name="delivery"),
    path("carrinho/casa/", views.tell_home, name="home"),
    path("carrinho/avisos/", views.accept, name="accept"),
]
