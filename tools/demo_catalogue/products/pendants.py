"""Pendants."""

from tools.demo_catalogue.item import Item, Light

BULB_9W_WARM = 601
BULB_9W_SOFT = 602
FILAMENT_ST64 = 606
DIMMER = 901


def _dome(id: int, slug: str, title: str, finish: str, wall: str, **given: object) -> Item:
    return Item(
        id=id, slug=slug, title=title, category="pendentes", brand="Oficina Cobogó", size=(40, 28, 40), weight=1.4,
        kind="dome", finish=finish, material=("metal",), rooms=("sala-de-jantar", "cozinha"), style="contemporaneo",
        light=Light(9, 806, 2700, "e27", 1, cri=90, beam=110, dimmable=True, max_watts=40), family="cupula-40",
        related=(BULB_9W_WARM, DIMMER, 111), cable=150, ip="ip20", wall=wall, ground="floor", **given,  # type: ignore[arg-type]
    )


ITEMS = [
    _dome(
        101, "pendente-cupula-terracota-40", "Pendente Cúpula Terracota 40 cm", "terracota", "gesso", price="399.90", off="20", stock=14,
        summary="Meia esfera de alumínio repuxado, cor de telha, para a mesa de seis lugares.",
        description="A cúpula é repuxada em uma única chapa de alumínio e pintada em um terracota fosco que puxa para a telha molhada. Por dentro o branco acetinado devolve a luz para a mesa sem ofuscar quem está sentado. Acompanha lâmpada de 806 lm; pendure o bocal a 75 cm do tampo.",
        tags=("mesa de jantar", "cúpula", "colorido"),
    ),
    _dome(
        102, "pendente-cupula-verde-mata-40", "Pendente Cúpula Verde-mata 40 cm", "verde-mata", "salvia", price="399.90", stock=9,
        summary="O mesmo desenho no verde fechado da Mata Atlântica.",
        description="Um verde escuro, quase preto na sombra, que acende quando a luz escapa pela borda. Combina com madeira clara, palhinha e pedra sabão, e some de dia em uma parede de plantas. Leva a mesma lâmpada regulável da versão terracota e aceita dimmer de parede.",
        tags=("mesa de jantar", "cúpula", "colorido"),
    ),
    _dome(
        103, "pendente-cupula-preta-40", "Pendente Cúpula Preta 40 cm", "preto", "ocre", price="379.90", off="10", stock=0,
        summary="Preto microtexturizado por fora, branco por dentro.",
        description="A versão discreta da linha: pintura eletrostática preta com toque de areia fina, que não marca dedo. Em trio sobre um balcão de dois metros resolve a cozinha inteira. O interior continua branco, por isso o facho é tão aberto quanto o das cores.",
        tags=("balcão", "cúpula", "preto"),
    ),
    Item(
        id=106, slug="pendente-globo-opala-latao-30", title="Pendente Globo Opala 30 cm com latão", category="pendentes", brand="Vidraria Aurora",
        price="429.00", stock=22, summary="Vidro soprado leitoso e bocal de latão escovado: luz para todos os lados.",
        description="O globo é soprado em duas camadas, uma transparente e uma leitosa, para que a lâmpada desapareça e reste só uma lua acesa. O bocal de latão não tem verniz e escurece devagar com os anos. Fica bem sozinho no hall ou em dupla nas cabeceiras.",
        size=(30, 36, 30), weight=2.3, kind="globe", finish="latao", material=("vidro", "metal"), rooms=("sala-de-estar", "quarto", "corredor"),
        style="classico", light=Light(12, 1080, 3000, "e27", 1, cri=80, beam=360, max_watts=40), family="globo-opala", related=(602, 107, 305),
        cable=150, ip="ip20", wall="salvia", tags=("globo", "vidro", "hall"),
    ),
    Item(
        id=107, slug="pendente-globo-opala-preto-20", title="Pendente Globo Opala 20 cm preto", category="pendentes", brand="Vidraria Aurora",
        price="289.00", off="15", stock=31, summary="A lua menor, com bocal preto, para cabeceira e lavabo.",
        description="Com 20 cm de diâmetro, cabe ao lado da cama sem invadir o travesseiro e libera o criado-mudo. O cabo de algodão preto tem três metros no total e pode ser encurtado na instalação. A luz de 2700 K passa pelo vidro leitoso sem deixar ponto brilhante.",
        size=(20, 25, 20), weight=1.2, kind="globe", finish="preto", material=("vidro", "metal"), rooms=("quarto", "banheiro", "corredor"),
        style="minimalista", light=Light(6, 540, 2700, "e27", 1, beam=360, max_watts=25), family="", related=(601, 106, 306), cable=150, ip="ip20",
        wall="rosa", tags=("globo", "vidro", "cabeceira"),
    ),
    Item(
        id=108, slug="pendente-trama-rattan-45", title="Pendente Trama em rattan 45 cm", category="pendentes", brand="Trama & Taboa", price="344.90",
        off="16", stock=7, summary="Rattan trançado à mão que desenha a parede quando acende.",
        description="Cada cesto leva um dia e meio de trabalho de uma trançadeira e nenhum sai igual ao outro. Aceso, o vão da trama joga linhas quentes na parede e no teto; apagado, é só fibra clara e ar. Não use em área com vapor: a fibra agradece um ambiente seco.",
        size=(45, 38, 45), weight=0.9, kind="rattan", finish="natural", accent="preto", material=("fibra-natural", "metal"),
        rooms=("sala-de-jantar", "sala-de-estar", "varanda"), style="organico", light=Light(9, 806, 2700, "e27", 1, cri=80, beam=180, max_watts=12),
        related=(601, 109, 901), cable=150, ip="ip20", wall="argila", tags=("rattan", "artesanal", "fibra"),
    ),
    Item(
        id=111, slug="pendente-cilindro-preto-30", title="Pendente Cilindro Preto 30 cm", category="pendentes", brand="Traço Reto", price="189.90", stock=40,
        summary="Tubo fino de alumínio para balcão, em linha de dois ou três.",
        description="O tubo de 10 cm esconde uma dicroica GU10 recuada, então de pé você não vê a lâmpada, só o círculo de luz no balcão. O facho de 38 graus marca bem um prato ou um tampo de pedra. Alinhe as peças a cada 60 cm.",
        size=(10, 30, 10), weight=0.8, kind="cylinder", finish="preto", material=("aluminio",), rooms=("cozinha", "sala-de-jantar"), style="minimalista",
        light=Light(5, 450, 3000, "gu10", 1, cri=80, beam=38, max_watts=10), family="cilindro-30", related=(609, 112, 113), cable=150, ip="ip20",
        wall="ceu", ground="floor", tags=("balcão", "tubo", "gu10"),
    ),
    Item(
        id=114, slug="pendente-cone-verde-mata-30", title="Pendente Cone Verde-mata 30 cm", category="pendentes", brand="Oficina Cobogó", price="259.90",
        stock=18, summary="Cone de ângulo aberto com ponteira de latão.",
        description="Desenho de fábrica de tecido dos anos 50, refeito em alumínio com ponteira de latão torneado. O cone abre 60 graus e joga a luz toda para baixo, boa sobre a ilha da cozinha ou a mesa de costura. A pintura é a mesma da linha Cúpula, para misturar as duas no mesmo ambiente.",
        size=(30, 32, 30), weight=1.0, kind="cone", finish="verde-mata", material=("metal",), rooms=("cozinha", "sala-de-jantar", "escritorio"), style="retro",
        light=Light(9, 806, 2700, "e27", 1, cri=90, beam=90, dimmable=True, max_watts=40), family="cone-30", related=(601, 102, 901), cable=150,
        ip="ip20", wall="rosa", ground="floor", tags=("cone", "colorido", "ilha"),
    ),
    Item(
        id=116, slug="pendente-sino-vidro-ambar-26", title="Pendente Sino em vidro âmbar", category="pendentes", brand="Vidraria Aurora", price="319.00",
        off="12", stock=12, summary="Sino soprado em vidro cor de mel, com filamento à vista.",
        description="O âmbar não é tinta: o óxido vai na massa do vidro, por isso a cor fica mais funda na borda, onde a parede engrossa. Acompanha uma lâmpada de filamento ST64 de 2200 K, que faz o sino inteiro brilhar como vela. Bonito em altura baixa, sobre uma mesa lateral.",
        size=(26, 30, 26), weight=1.9, kind="bell", finish="ambar", paint="latao", variant="vidro-ambar", material=("vidro", "metal"),
        rooms=("sala-de-estar", "sala-de-jantar"), style="retro", light=Light(4, 360, 2200, "e27", 1, cri=80, beam=320, dimmable=True, max_watts=25, life=15000),
        family="sino-26", related=(606, 117, 901), cable=150, ip="ip20", wall="ocre", tags=("vidro", "filamento", "âmbar"),
    ),
    Item(
        id=118, slug="pendente-tambor-linho-45", title="Pendente Tambor em linho cru 45 cm", category="pendentes", brand="Casa Ipê", price="369.00", stock=16,
        summary="Cúpula de linho que filtra a luz e aquece o quarto.",
        description="Linho belga sobre estrutura de arame galvanizado, com costura à vista na parte de trás. Aceso, o tecido vira uma lanterna macia e ainda deixa cair luz direta sobre a mesa. Passe escova macia uma vez por mês; a cúpula solta do aro sem ferramenta.",
        size=(45, 25, 45), weight=1.3, kind="drum", finish="linho", material=("linho", "metal"), rooms=("quarto", "sala-de-jantar"), style="classico",
        light=Light(12, 1080, 2700, "e27", 1, cri=80, beam=150, dimmable=True, max_watts=40), related=(601, 901, 303), cable=120, ip="ip20", wall="ceu",
        ground="floor", tags=("tecido", "linho", "quarto"),
    ),
]
