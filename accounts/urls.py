"""Addresses of the account's pages."""

from django.urls import path
from django.views.generic import RedirectView

from accounts.views import account, addresses, entrance, privacy

app_name = "accounts"

urlpatterns = [
    path("entrar/", entrance.sign_in, name="sign_in"),
    path("sair/", entrance.sign_out, name="sign_out"),
    path("cadastro/", entrance.sign_up, name="sign_up"),
    path("cadastro/enviado/", entrance.sign_up_sent, name="sign_up_sent"),
    path("senha/esqueci/", entrance.password_forgotten, name="password_forgotten"),
    path("senha/nova/<str:token>/", entrance.password_new, name="password_new"),
    path("email/confirmar/<str:token>/", entrance.email_confirm, name="email_confirm"),
    path("conta/", account.home, name="home"),
    path("conta/dados/", account.profile, name="profile"),
    path("conta/dados/senha/", account.password_change, name="password_change"),
    path("conta/dados/email/", account.email_change, name="email_change"),
    path("conta/dados/confirmacao/", account.verification_again, name="verification_again"),
    path("conta/enderecos/", addresses.address_list, name="addresses"),
    path("conta/enderecos/novo/", addresses.address_add, name="address_add"),
    path("conta/enderecos/<int:number>/", addresses.address_change, name="address_change"),
    path("conta/enderecos/<int:number>/principal/", addresses.address_default, name="address_default"),
    path("conta/enderecos/<int:number>/apagar/", addresses.address_remove, name="address_remove"),
    path("conta/privacidade/", privacy.consent, name="privacy"),
    path("conta/privacidade/dados/", privacy.data, name="data"),
    path("conta/privacidade/dados/<str:token>/", privacy.data_file, name="data_file"),
    path("conta/privacidade/excluir/", privacy.erasure, name="erasure"),
    path("conta/manter/<str:token>/", privacy.erasure_undo, name="erasure_undo"),
    path("conta/sessoes/", account.session_list, name="sessions"),
    path("conta/sessoes/encerrar/", account.sessions_end_all, name="sessions_end_all"),
    path("conta/sessoes/aplicativo/<uuid:family>/encerrar/", account.app_end, name="app_end"),
    path("conta/sessoes/<int:number>/encerrar/", account.session_end, name="session_end"),
    path("conta/favoritos/", RedirectView.as_view(pattern_name="catalog:favorites"), name="favorites"),
]
