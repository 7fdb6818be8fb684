"""What can go wrong in the shop, in one family tree.

Rooms raise these; `problems.py` turns them once into a page and once into RFC 9457 problem+json.
Concrete errors live beside the function that raises them and name their own stable `code`.
"""

from collections.abc import Callable
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

_: Callable[[str], str | Promise] = gettext_lazy  # an error of one place may carry a plain text


class ShopError(Exception):
    """A refusal the person in front of the screen can understand.

    `code` is stable and machine readable, `message` is fit for a customer, in the language spoken when it was
    raised, `data` holds JSON-ready extra members (for instance what is left in stock), `retry_after` is in seconds.
    """

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 400
    title: ClassVar[str | Promise] = _("Não foi possível concluir")
    default_message: ClassVar[str | Promise] = _("Não foi possível concluir o pedido.")

    def __init__(
        self,
        message: str | Promise = "",
        *,
        data: dict[str, Any] | None = None,
        field: str | None = None,
        retry_after: int | None = None,
    ) -> None:
        self.message = str(message or self.default_message)
        self.data = data or {}
        self.field = field
        self.retry_after = retry_after
        super().__init__(self.message)


class Invalid(ShopError):
    code = "invalid"
    status = 400
    title = _("Dados inválidos")
    default_message = _("Há um problema nos dados enviados.")


class Unauthenticated(ShopError):
    code = "not_authenticated"
    status = 401
    title = _("Entre para continuar")
    default_message = _("Entre na sua conta para continuar.")


class Denied(ShopError):
    code = "permission_denied"
    status = 403
    title = _("Acesso negado")
    default_message = _("Você não tem permissão para fazer isso.")


class Missing(ShopError):
    code = "not_found"
    status = 404
    title = _("Não encontrado")
    default_message = _("Não encontramos o que você procura.")


class Conflict(ShopError):
    code = "conflict"
    status = 409
    title = _("Algo mudou")
    default_message = _("Os dados mudaram. Confira e tente de novo.")


class LengthMissing(ShopError):
    code = "length_required"
    status = 411
    title = _("Falta o tamanho do envio")
    default_message = _("Envie o corpo com o cabeçalho Content-Length.")


class TooLarge(ShopError):
    code = "too_large"
    status = 413
    title = _("Envio grande demais")
    default_message = _("O envio passa do tamanho permitido.")


class Unsupported(ShopError):
    code = "unsupported_media_type"
    status = 415
    title = _("Formato não aceito")
    default_message = _("Este formato não é aceito aqui.")


class KeyReused(ShopError):
    code = "idempotency_key_reused"
    status = 422
    title = _("Chave já usada")
    default_message = _("Esta chave de idempotência já foi usada com outros dados.")


class TooMany(ShopError):
    code = "too_many_requests"
    status = 429
    title = _("Muitas tentativas")
    default_message = _("Muitas tentativas em pouco tempo. Espere um pouco e tente de novo.")


class Unavailable(ShopError):
    code = "unavailable"
    status = 503
    title = _("Fora do ar por instantes")
    default_message = _("Este serviço está fora do ar por instantes. Tente de novo em alguns minutos.")
