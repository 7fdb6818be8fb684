"""What the API says of a field that is wrong: in the shop's own words, said once for every shape.

The framework's own Portuguese is wrong in places ("pode não ser nulo"). Imported when the shop starts, before any
shape is made; a field takes its messages from these dictionaries.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

NUMBER = {
    "invalid": _("Envie um número."),
    "max_value": _("O valor máximo é {max_value}."),
    "min_value": _("O valor mínimo é {min_value}."),
    "max_string_length": _("Este número é grande demais."),
}
CHOICE = {"invalid_choice": _("“{input}” não é uma das opções.")}
LIST = {
    "not_a_list": _("Envie uma lista."),
    "empty": _("Esta lista não pode ficar vazia."),
    "min_length": _("Envie ao menos {min_length} itens."),
    "max_length": _("Envie no máximo {max_length} itens."),
}
MESSAGES: dict[type[serializers.Field], Mapping[str, Any]] = {
    serializers.Field: {"required": _("Este campo é obrigatório."), "null": _("Este campo não pode ser nulo.")},
    serializers.BooleanField: {"invalid": _("Envie true ou false.")},
    serializers.CharField: {
        "invalid": _("Envie um texto."),
        "blank": _("Este campo não pode ficar em branco."),
        "max_length": _("Use no máximo {max_length} caracteres."),
        "min_length": _("Use ao menos {min_length} caracteres."),
    },
    serializers.EmailField: {"invalid": _("Informe um e-mail completo, como nome@exemplo.com.br.")},
    serializers.RegexField: {"invalid": _("Este valor não tem a forma pedida.")},
    serializers.SlugField: dict.fromkeys(("invalid", "invalid_unicode"), _("Use letras, números, hífen e sublinhado.")),
    serializers.URLField: {"invalid": _("Informe um endereço da internet completo.")},
    serializers.UUIDField: {"invalid": _("Envie um UUID.")},
    serializers.IntegerField: NUMBER | {"invalid": _("Envie um número inteiro.")},
    serializers.FloatField: NUMBER | {"overflow": _("Este número é grande demais.")},
    serializers.DecimalField: NUMBER
    | {
        "max_digits": _("Use no máximo {max_digits} algarismos."),
        "max_decimal_places": _("Use no máximo {max_decimal_places} casas decimais."),
        "max_whole_digits": _("Use no máximo {max_whole_digits} algarismos antes da vírgula."),
    },
    serializers.DateTimeField: {
        "invalid": _("Envie data e hora neste formato: {format}."),
        "date": _("Envie data e hora, não só a data."),
        "make_aware": _("Esta hora não existe no fuso {timezone}."),
        "overflow": _("Esta data está fora do calendário."),
    },
    serializers.DateField: {
        "invalid": _("Envie a data neste formato: {format}."),
        "datetime": _("Envie só a data, sem a hora."),
    },
    serializers.ChoiceField: CHOICE,
    serializers.MultipleChoiceField: CHOICE
    | {"not_a_list": _("Envie uma lista."), "empty": _("Escolha ao menos uma opção.")},
    serializers.ListField: LIST,
    serializers.DictField: {"not_a_dict": _("Envie um objeto JSON."), "empty": _("Este objeto não pode ficar vazio.")},
    serializers.Serializer: {"invalid": _("Envie um objeto JSON.")},
    serializers.ListSerializer: LIST,
}
for kind, texts in MESSAGES.items():
    kind.default_error_messages.update(texts)
