"""Forty carts, and word for word what is said of each: (cart, the home's voltage, lines, notices).

A line is `name`, `3 name` or `name @zone`. A notice is (code, message, fix): `swap 2 name`, `add 1 name` or "".
Names are SKUs of the demo catalogue without `IC-`, or those of EXTRAS.
"""

from typing import Any

LED = {"base": "led-integrado", "voltage": "bivolt", "ip": "ip20", "lumens": 800, "color_temperature": 3000}
BULB = {"base": "e27", "ip": "ip20", "lumens": 800, "color_temperature": 2700, "dimmable": True}
EXTRAS: dict[str, tuple[str, str, dict[str, Any]]] = {  # what the demo catalogue has none of
    "bulb127": ("Lâmpada Halogena 127", "lampadas", BULB | {"voltage": "127v", "watts": 42}),
    "bulb220": ("Lâmpada Halogena 220", "lampadas", BULB | {"voltage": "220v", "watts": 42}),
    "gu127": ("Dicroica 127", "lampadas", BULB | {"base": "gu10", "voltage": "127v", "dimmable": False}),
    "lamp220": ("Pendente Forja", "pendentes", BULB | {"voltage": "220v", "bulbs": 1, "lumens": 806}),
    "dim127": ("Dimmer Antigo", "controle-e-acessorios", {"voltage": "127v", "ip": "ip20", "load": 200}),
    "spear": ("Espeto Frágil", "area-externa", LED | {"room": ["jardim"]}),
    "mirror": ("Arandela de Espelho", "arandelas", LED | {"room": ["banheiro"]}),
    "e40": ("Lâmpada Industrial", "lampadas", BULB | {"base": "e40", "voltage": "bivolt"}),
    "plain": ("Luminária sem Ficha", "pendentes", {}),
    "unsaid": ("Luminária Calada", "pendentes", {"base": "e27", "bulbs": 1, "voltage": "bivolt"}),
}
Notice = tuple[str, str, str]
BASE, WRONG, MIXED = "fit.base_mismatch", "fit.voltage_mismatch", "fit.voltage_mixed"
UNSURE, DIMMER, WATER = "fit.voltage_unconfirmed", "fit.dimmer_mismatch", "fit.ip_too_low"

GU10_IN_E27 = (
    BASE,
    "Lâmpada Dicroica LED GU10 5 W 3000 K tem base GU10 e não encaixa em Pendente Cúpula Terracota 40 cm, que usa E27.",
)
E27_IN_GU10 = (
    BASE,
    "Lâmpada Bulbo LED 9 W 2700 K E27 tem base E27 e não encaixa em Kit Trilho 1 m preto com 3 spots, que usa GU10.",
)
BURNS = (WRONG, "Lâmpada Halogena 127 é de 127 V e queima na sua casa, que é de 220 V.")
WEAK = (WRONG, "Lâmpada Halogena 220 é de 220 V e não funciona direito na sua casa, que é de 127 V.")
ASK = "Confira a tensão da sua casa."

FITTING: list[tuple[str, str, list[str]]] = [  # of these nothing is said
    ("nothing at all", "", []),
    ("a pendant with its bulb", "", ["0101", "0601"]),
    ("a pendant alone, which comes with its bulb", "127v", ["0101"]),
    ("a bulb alone, for a lamp at home", "", ["0609"]),
    ("two bulbs for two lamps at home", "", ["0609", "0612"]),
    ("a pendant, its bulb and one for another lamp at home", "", ["0101", "0601", "0609"]),
    ("a track and three of its bulbs", "220v", ["0501", "3 0609"]),
    ("an AR111 bulb, whose pins are GU10", "", ["0504", "0611"]),
    ("everything is bivolt", "127v", ["0101", "0601", "0901", "0806"]),
    ("a 127 V bulb in a 127 V home", "127v", ["bulb127"]),
    ("a 220 V pendant with a bivolt bulb in a 220 V home", "220v", ["lamp220", "0601"]),
    ("a strip with its supply", "220v", ["0701", "0904"]),
    ("a dimmer beside what dims", "", ["0901", "0101"]),
    ("a dimmer beside one that dims and one that does not", "", ["0901", "0101", "0251"]),
    ("a dimmer with a dimmable bulb in a plain pendant", "", ["0901", "0106", "0601"]),
    ("a dimmer alone", "", ["0901"]),
    ("a dimmer beside a lamp of which nobody said", "", ["0901", "unsaid"]),
    ("a splash-proof ceiling lamp in the bathroom", "", ["0256 @bathroom"]),
    ("a jet-proof wall lamp in the garden", "", ["0804 @garden"]),
    ("a dry lamp in a dry place", "", ["0101 @dry", "mirror @dry"]),
    ("a lamp for bathroom or hall, and nobody said which", "", ["0404"]),
    ("a bulb needs no seal", "", ["0805 @bathroom", "0601 @bathroom"]),
    ("nothing is known of it", "220v", ["plain @bathroom", "1001"]),
    ("a base the rules do not know", "", ["0101", "e40"]),
]

MISFITTING: list[tuple[str, str, list[str], list[Notice]]] = [
    ("a GU10 bulb for an E27 pendant", "", ["0101", "0609"], [(*GU10_IN_E27, "swap 1 0601")]),
    ("two pendants need two bulbs", "127v", ["2 0101", "0609"], [(*GU10_IN_E27, "swap 2 0601")]),
    ("an E27 bulb for a track of three spots", "", ["0501", "0601"], [(*E27_IN_GU10, "swap 3 0609")]),
    ("a wrong bulb in a 5-watt wall lamp", "", ["0404", "0601"], [
        (BASE, "Lâmpada Bulbo LED 9 W 2700 K E27 tem base E27 e não encaixa em Arandela Globo Opala latão, que usa G9.",
         "swap 1 0612"),
    ]),
    ("a 127 V bulb in a 220 V home", "220v", ["bulb127"], [(*BURNS, "swap 1 bulb220")]),
    ("a 220 V bulb in a 127 V home", "127v", ["2 bulb220"], [(*WEAK, "swap 2 bulb127")]),
    ("a 127 V bulb, and nobody asked yet", "", ["bulb127"], [
        (UNSURE, f"Lâmpada Halogena 127 funciona só em 127 V. {ASK}", "swap 1 0601"),
    ]),
    ("a 220 V pendant, and nobody knows", "unknown", ["lamp220"], [
        (UNSURE, f"Pendente Forja funciona só em 220 V. {ASK}", "swap 1 0114"),
    ]),
    ("127 V beside 220 V", "", ["bulb127", "bulb220"], [
        (MIXED, "Lâmpada Halogena 127 é de 127 V e Lâmpada Halogena 220 é de 220 V: "
         "os dois não servem na mesma casa.", "swap 1 0601"),
    ]),
    ("127 V beside 220 V in a 220 V home", "220v", ["bulb127", "bulb220"], [(*BURNS, "swap 1 bulb220")]),
    ("a 127 V dimmer in a 220 V home", "220v", ["dim127"], [
        (WRONG, "Dimmer Antigo é de 127 V e queima na sua casa, que é de 220 V.", "swap 1 0901"),
    ]),
    ("a dimmer beside a ceiling lamp that does not dim", "", ["0901", "0252"], [
        (DIMMER, "Dimmer giratório de parede branco não regula a luz de Plafon Disco LED 40 cm preto, "
         "que não é dimerizável.", "swap 1 0254"),
    ]),
    ("a dimmer beside a pendant whose own bulb does not dim", "", ["0901", "0107"], [
        (DIMMER, "Dimmer giratório de parede branco não regula a luz de Pendente Globo Opala 20 cm preto, "
         "que não é dimerizável.", "add 1 0601"),
    ]),
    ("a dimmer beside a bulb that does not dim", "", ["0906", "2 0602"], [
        (DIMMER, "Dimmer giratório de parede preto não regula a luz de Lâmpada Bulbo LED 12 W 3000 K E27, "
         "que não é dimerizável.", "swap 2 0601"),
    ]),
    ("a dry ceiling lamp in the bathroom", "", ["0251 @bathroom"], [
        (WATER, "Plafon Disco LED 40 cm branco é IP20: o banheiro pede IP44 ou mais, por causa dos respingos.",
         "swap 1 0256"),
    ]),
    ("a splash-proof lamp out in the rain", "", ["0807 @garden"], [
        (WATER, "Lampião Colonial de parede preto é IP44: a área externa pede IP65 ou mais, por causa da chuva.",
         "swap 1 0805"),
    ]),
]  # fmt: skip
