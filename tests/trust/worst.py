"""The costliest addresses an attacker or a curious person can think of, on a large catalogue."""

import time
from typing import Any

# Deep, broad, misspelt, wild and senseless, each with an order and filters of its own.
WORST = (
    "/catalogo/?ordem=mais-vendidos&pagina=4000",
    "/catalogo/?ordem=menor-preco&preco=1-99999&lumens=1-999999&pagina=3000",
    "/catalogo/?preco=10,01-98765,43&cor=2200-6500&base=e27&base=e14&base=gu10&voltagem=bivolt&em-estoque=1",
    "/busca/?q=pendente+lustre+abajur+arandela+plafon+luminaria+spot+fita+lampada+trilho",
    "/busca/?q=pemdente+lustrre+abajurr+arandella",
    "/busca/?q=%25%25%25%25_%25_%25",
    "/busca/?q=(a%2B)%2B%24|(.*)*%5E%5B%5D",
    "/busca/?q=" + "a+" * 95,
    "/busca/?q=e&ordem=desconto&pagina=2000",
    "/api/v1/products/?q=luz&ordering=-price&page_size=100&price_min=0.01&rating_min=0.5",
    "/api/v1/products/?ordering=-discount&page_size=100&in_stock=true&color_temperature=2700",
    "/busca/sugestoes/?q=pen",
)
# Asked before: a process in service has read the index of the search and its templates.
USUAL = ("/catalogo/", "/catalogo/?pagina=99999", "/busca/?q=luz", "/busca/?q=qqqqq", "/api/v1/products/")


def worst_addresses() -> list[dict[str, Any]]:
    """Of each: status, milliseconds and statements, asked once, never before."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from tests.trust import plain_files

    assert callable(plain_files.application)  # static files as they lie in the tree
    client, told = Client(), []
    for usual in USUAL:
        client.get(usual, headers={"host": "127.0.0.1"})
    for address in WORST:
        with CaptureQueriesContext(connection) as asked:
            began = time.perf_counter()
            status = client.get(address, headers={"host": "127.0.0.1"}).status_code
            took = (time.perf_counter() - began) * 1000
        told.append({"address": address[:60], "status": status, "ms": round(took, 1), "statements": len(asked)})
    return told
