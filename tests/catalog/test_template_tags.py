"""What templates may ask for: money, telephone, drawings, structured data, the token of a form."""

from decimal import Decimal

import pytest
from django.conf import settings
from django.template import RequestContext, Template
from django.test import RequestFactory

from catalog.templatetags.shop import brl, icon, structured_data, tel


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (Decimal("1249"), "R$\u00a01.249,00"),
        (Decimal("0.5"), "R$\u00a00,50"),
        (None, ""),
    ],
)
def test_money_is_written_the_brazilian_way(amount: Decimal | None, text: str) -> None:
    assert brl(amount) == text


def test_a_telephone_can_be_called() -> None:
    assert tel("(11) 4000-0000") == "tel:+551140000000"


def test_a_drawing_is_decoration_from_the_sprite() -> None:
    drawn = icon("heart", "icon--heart")
    assert 'class="icon icon--heart" aria-hidden="true"' in drawn
    assert "img/icons" in drawn
    assert drawn.endswith('#heart"></use></svg>')


def test_no_text_ends_the_structured_data() -> None:
    printed = structured_data([{"name": "</script><b>&"}])
    assert printed == (
        '<script type="application/ld+json">{"name":"\\u003C/script\\u003E\\u003Cb\\u003E\\u0026"}</script>'
    )


def test_nothing_to_say_prints_nothing() -> None:
    assert structured_data(None) == ""


@pytest.mark.parametrize(("cookies", "has_token"), [({}, False), ({"tema": "escuro"}, False), ({"SESSION": "x"}, True)])
def test_only_visitors_known_by_a_cookie_get_a_token(cookies: dict[str, str], has_token: bool) -> None:
    request = RequestFactory().get("/")
    request.COOKIES.update({settings.SESSION_COOKIE_NAME if k == "SESSION" else k: v for k, v in cookies.items()})
    printed = Template("{% form_token %}").render(RequestContext(request, {}))
    assert ("csrfmiddlewaretoken" in printed) is has_token
