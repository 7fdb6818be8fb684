"""Addresses of the catalogue's pages. The institutional pages come last: they answer to any single word."""

from django.urls import path

from catalog.views import alerts, choices, home, institutional, lighting, listing, opinions, product, scene, style

app_name = "catalog"

urlpatterns = [
    path("", home.home, name="home"),
    path("catalogo/", listing.product_list, name="product_list"),
    path("categorias/", home.categories, name="categories"),
    path("categoria/<slug:slug>/", listing.category, name="category"),
    path("busca/", listing.search, name="search"),
    path("busca/sugestoes/", listing.suggest, name="suggest"),
    path("produto/<slug:slug>/", product.product, name="product"),
    path("produto/<slug:slug>/ambiente/", scene.scene, name="scene"),
    path("produto/<slug:slug>/avisar/", alerts.ask, name="alert_ask"),
    path("produto/<slug:slug>/avaliar/", opinions.write, name="review_write"),
    path("avisos/confirmar/<str:token>/", alerts.confirm, name="alert_confirm"),
    path("avisos/cancelar/<str:token>/", alerts.cancel, name="alert_cancel"),
    path("conta/avisos/", alerts.own, name="alerts"),
    path("conta/avisos/<int:number>/apagar/", alerts.remove, name="alert_remove"),
    path("conta/avaliacoes/", opinions.own, name="reviews"),
    path("conta/avaliacoes/<int:number>/apagar/", opinions.remove, name="review_remove"),
    path("favoritos/", choices.favorites, name="favorites"),
    path("favoritos/adicionar/", choices.favorite_add, name="favorite_add"),
    path("favoritos/remover/", choices.favorite_remove, name="favorite_remove"),
    path("favoritos/limpar/", choices.favorites_clear, name="favorites_clear"),
    path("comparar/", choices.compare, name="compare"),
    path("comparar/adicionar/", choices.compare_add, name="compare_add"),
    path("comparar/remover/", choices.compare_remove, name="compare_remove"),
    path("comparar/limpar/", choices.compare_clear, name="compare_clear"),
    path("tema/", choices.theme, name="theme"),
    path("estilo/", style.style, name="style"),
    path("calculadora/", lighting.calculator, name="calculator"),
    path("calculadora/ambiente/", lighting.plan_scene, name="plan_scene"),
    path("contato/", institutional.contact, name="contact"),
    path("<slug:slug>/", institutional.page, name="page"),
]
