"""Categories and brands of the demo shop."""

from typing import Any


def _category(slug: str, name: str, parent: str | None, description: str, *promoted: tuple[str, str]) -> dict[str, Any]:
    return {
        "slug": slug,
        "name": name,
        "parent": parent,
        "description": description,
        "position": 0,
        "promoted": [{"label": label, "query": query} for label, query in promoted],
    }


_TREE = [
    _category(
        "iluminacao",
        "Iluminação",
        None,
        "Cada luminária em duas fotos: apagada, de dia, e acesa, de noite, na cor de luz que ela realmente tem.",
        ("Luz quente 2700 K", "cor=2700"),
        ("Dimerizáveis", "dimerizavel=sim"),
        ("Até R$ 200", "preco=0-200"),
    ),
    _category(
        "pendentes",
        "Pendentes",
        "iluminacao",
        "Luz que cai sobre a mesa, o balcão, a cabeceira. Veja cada peça apagada e acesa antes de escolher.",
        ("Sala de jantar", "ambiente=sala-de-jantar"),
        ("Luz quente 2700 K", "cor=2700"),
        ("Fibra natural", "material=fibra-natural"),
    ),
    _category(
        "lustres",
        "Lustres",
        "iluminacao",
        "Peças que seguram a sala inteira: braços, anéis e barras para mesas longas e pés-direitos altos.",
        ("Mesa de jantar", "ambiente=sala-de-jantar"),
        ("LED integrado", "soquete=led-integrado"),
    ),
    _category(
        "plafons",
        "Plafons",
        "iluminacao",
        "Luz geral rente ao teto, para quem tem laje baixa ou quer o ambiente claro por igual.",
        ("Neutra 4000 K", "cor=4000"),
        ("Banheiro (IP44)", "ip=ip44"),
    ),
    _category(
        "abajures",
        "Abajures",
        "iluminacao",
        "A luz da última página do dia. Cúpulas de tecido, cogumelos de metal e globos para cabeceira e aparador.",
        ("Quarto", "ambiente=quarto"),
        ("Até R$ 300", "preco=0-300"),
    ),
    _category(
        "luminarias-de-mesa",
        "Luminárias de mesa",
        "iluminacao",
        "Braços articulados e luz com endereço certo: a folha, o teclado, o bordado.",
        ("Escritório", "ambiente=escritorio"),
        ("IRC 90", "irc=90"),
    ),
    _category(
        "luminarias-de-piso",
        "Luminárias de piso",
        "iluminacao",
        "Acendem um canto sem pedir obra: arcos sobre o sofá, tripés ao lado da poltrona, hastes de leitura.",
        ("Sala de estar", "ambiente=sala-de-estar"),
        ("Luz quente 2700 K", "cor=2700"),
    ),
    _category(
        "arandelas",
        "Arandelas",
        "iluminacao",
        "Luz de parede que desenha: fachos para cima e para baixo, globos no corredor, braços de leitura na cama.",
        ("Corredor", "ambiente=corredor"),
        ("Varanda coberta (IP44)", "ip=ip44"),
    ),
    _category(
        "trilhos-e-spots",
        "Trilhos e spots",
        "iluminacao",
        "Luz que se aponta. Trilhos com spots giratórios, embutidos de gesso e cilindros de sobrepor.",
        ("Cozinha", "ambiente=cozinha"),
        ("GU10", "soquete=gu10"),
    ),
    _category(
        "lampadas",
        "Lâmpadas",
        "iluminacao",
        "O que vai dentro: bulbos, filamentos, dicroicas e tubos, com lúmens, watts e Kelvin declarados.",
        ("Soquete E27", "soquete=e27"),
        ("Soquete GU10", "soquete=gu10"),
        ("Filamento 2200 K", "cor=2200"),
    ),
    _category(
        "fitas-e-perfis",
        "Fitas e perfis",
        "iluminacao",
        "Linhas de luz para sancas, armários e prateleiras, com a fonte certa para cada metro.",
        ("12 V", "tensao=12v"),
        ("Neutra 4000 K", "cor=4000"),
    ),
    _category(
        "area-externa",
        "Área externa",
        "iluminacao",
        "Jardim, varanda e fachada com vedação de verdade: IP44 para abrigo, IP65 para chuva.",
        ("IP65", "ip=ip65"),
        ("Jardim", "ambiente=jardim"),
    ),
    _category(
        "casa",
        "Casa",
        None,
        "O que a luz encontra quando acende: vasos, espelhos, tecidos e pequenas peças para ficar sob uma luminária.",
        ("Até R$ 200", "preco=0-200"),
    ),
    _category(
        "vasos",
        "Vasos",
        "casa",
        "Cerâmica queimada no forno a lenha, vidro e concreto para um galho só ou para o buquê da feira.",
    ),
    _category(
        "espelhos",
        "Espelhos",
        "casa",
        "Dobram a luz da janela e a do abajur. Redondos, em arco e orgânicos, com moldura de metal ou madeira.",
    ),
    _category(
        "almofadas-e-mantas",
        "Almofadas e mantas",
        "casa",
        "Linho, algodão e tear manual em cores que combinam com luz quente.",
    ),
    _category("decoracao", "Decoração", "casa", "Bandejas, relógios, cestos e prateleiras para terminar o ambiente."),
    _category(
        "controle-e-acessorios",
        "Controle e acessórios",
        "iluminacao",
        "Dimmers, sensores, tomadas e fontes: o que faz a luz obedecer.",
        ("Bivolt", "tensao=bivolt"),
    ),
]

CATEGORIES = [entry | {"position": position} for position, entry in enumerate(_TREE, 1)]

BRANDS = {
    "Ateliê Barro Claro": "Cerâmica e metal pintado à mão em Cunha, interior de São Paulo.",
    "Lume Norte": "Luminárias de latão e vidro soprado, montadas uma a uma.",
    "Oficina Cobogó": "Metal dobrado e cor brasileira, com peças de reposição por dez anos.",
    "Trama & Taboa": "Fibras naturais trançadas por cooperativas do litoral do Nordeste.",
    "Voltara": "Lâmpadas, fitas e fontes com dados técnicos abertos.",
    "Traço Reto": "Trilhos, perfis e spots de alumínio para projetos limpos.",
    "Sereno Jardim": "Luz de área externa com vedação ensaiada.",
    "Vidraria Aurora": "Globos opalinos e vidros coloridos de forno próprio.",
    "Casa Ipê": "Madeira de reflorestamento e linho para sala e quarto.",
    "Domo Controle": "Automação simples, sem aplicativo obrigatório.",
}
