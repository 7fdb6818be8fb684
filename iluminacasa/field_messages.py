"""What the API says of a field that is wrong: in the shop's own Portuguese, said once for every shape.

The framework's own translation is wrong in places ("pode não ser nulo"). Imported when the shop starts, before any
shape is made; a field takes its messages from these dictionaries.
"""

from rest_framework import serializers

NUMBER = {
    "invalid": "Envie um número.",
    "max_value": "O valor máximo é {max_value}.",
    "min_value": "O valor mínimo é {min_value}.",
    "max_string_length": "Este número é grande demais.",
}
CHOICE = {"invalid_choice": "“{input}” não é uma das opções."}
LIST = {
    "not_a_list": "Envie uma lista.",
    "empty": "Esta lista não pode ficar vazia.",
    "min_length": "Envie ao menos {min_length} itens.",
    "max_length": "Envie no máximo {max_length} itens.",
}
MESSAGES: dict[type[serializers.Field], dict[str, str]] = {
    serializers.Field: {"required": "Este campo é obrigatório.", "null": "Este campo não pode ser nulo."},
    serializers.BooleanField: {"invalid": "Envie true ou false."},
    serializers.CharField: {
        "invalid": "Envie um texto.",
        "blank": "Este campo não pode ficar em branco.",
        "max_length": "Use no máximo {max_length} caracteres.",
        "min_length": "Use ao menos {min_length} caracteres.",
    },
    serializers.EmailField: {"invalid": "Informe um e-mail completo, como nome@exemplo.com.br."},
    serializers.RegexField: {"invalid": "Este valor não tem a forma pedida."},
    serializers.SlugField: dict.fromkeys(("invalid", "invalid_unicode"), "Use letras, números, hífen e sublinhado."),
    serializers.URLField: {"invalid": "Informe um endereço da internet completo."},
    serializers.UUIDField: {"invalid": "Envie um UUID."},
    serializers.IntegerField: NUMBER | {"invalid": "Envie um número inteiro."},
    serializers.FloatField: NUMBER | {"overflow": "Este número é grande demais."},
    serializers.DecimalField: NUMBER
    | {
        "max_digits": "Use no máximo {max_digits} algarismos.",
        "max_decimal_places": "Use no máximo {max_decimal_places} casas decimais.",
        "max_whole_digits": "Use no máximo {max_whole_digits} algarismos antes da vírgula.",
    },
    serializers.DateTimeField: {
        "invalid": "Envie data e hora neste formato: {format}.",
        "date": "Envie data e hora, não só a data.",
        "make_aware": "Esta hora não existe no fuso {timezone}.",
        "overflow": "Esta data está fora do calendário.",
    },
    serializers.DateField: {
        "invalid": "Envie a data neste formato: {format}.",
        "datetime": "Envie só a data, sem a hora.",
    },
    serializers.ChoiceField: CHOICE,
    serializers.MultipleChoiceField: CHOICE
    | {"not_a_list": "Envie uma lista.", "empty": "Escolha ao menos uma opção."},
    serializers.ListField: LIST,
    serializers.DictField: {"not_a_dict": "Envie um objeto JSON.", "empty": "Este objeto não pode ficar vazio."},
    serializers.Serializer: {"invalid": "Envie um objeto JSON."},
    serializers.ListSerializer: LIST,
}
for kind, texts in MESSAGES.items():
    kind.default_error_messages.update(texts)
