"""Tells Portuguese from English: by its letters, by its frequent words, and by what the catalogues translate.

Names are in no language: of products, brands, people, streets and towns, and of the few Brazilian things that keep
theirs (Pix, boleto). They are taken out before a text is judged.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
LETTERS = re.compile(r"[ãõçáéíóúâêôà]", re.IGNORECASE)
# Those that are words of English too are left out: a, as, do, no, me, use, total, base, item, data, era, sobre...
FREQUENT = frozenset(
    """
    abajur abajures aberta aberto abrir aceita aceitar acima adicionar agora ainda ajuda algo alguma algum alterar
    altura ambiente ambientes anterior antes ao aos apagar apenas aplicar aqui arandela arandelas arquivo assunto ate
    avaliar aviso avisos bairro bem boa bom branca branco buscar busca cada cadastro cancelado cancelar carrinho casa
    categoria categorias chegar cidade claro codigo com comparar compra comprar compras comprimento conta contato
    continuar cor cores cozinha criar cupom dados das de dela dele depois desconto desde desistir destas deste destino
    detalhes deu devolver dia dias digite dinheiro direito disponivel diz dos ela ele eles em email endereco entrada
    entrar entrega entregue enviado enviar enviamos erro escolha escolher escuro essa esse esta este estado estoque
    estrelas excluir exemplo facil falta faltam favoritos fazer feito ficha filtrar filtros fim finalizar foi foram
    forma foto fotos frete garantia gratis guardar hoje horas ir isso isto itens ja juros lampada lampadas
    largura lembrar ler limpar lista livre loja lugar luminaria luminarias luz maior mais marca marcas mas mede medidas
    meio melhor menor menos mensagem menu mesma mesmo meu meus minha mostrar mudar muito na nada nas nem nenhum nenhuma
    nome nos nossa nosso nota nova novo numero nunca oferta ofertas olhar onde opcional ordenar ordem os ou ouro outra
    outras outro outros pagar pagamento pagina pago papel para parcela parcelas parede pedido pedidos peca pecas pela
    pelas pelo pelos pendente pendentes pergunta perguntas perto pessoa piso pode podem por porque potencia prazo
    preciso preco precos preto primeira primeiro produto produtos pronto proxima proximo quais qual quando quanto
    quantidade quarto quase que quem quente quer receber recebemos refazer remover resposta respostas restam resultado
    resultados retirada retirar reto rua sacola saiba sair salvar se seguir segunda segundo segura seguro sem senha ser
    seu seus sim situacao sob somente somos sua suas tamanho tambem telefone tem temos tempo tensao tentar ter teto
    texto tipo tirar toda todas todo todos trocar troca tudo um uma umas uns usar vai valor veja vem ver vendido vezes
    voce volta voltar
    """.split()
) - {"email", "menu", "se", "ser", "os", "ir", "um"}
STAY = """
    Ilumina Casa|Pix|boletos?|CPF|CNPJ|CEP|Português|Correios|nota fiscal|façades?|freijó|cobogó|Econômico|Expresso|
    Inmetro|Procel|Procon|LGPD|CDC
""".replace("\n", "").replace("    ", "")
CODES = re.compile(
    r"""\S+@\S+ | https?://\S+ | (?<!\w)/[\w\-/.?=&,]+ | \b[\w-]+\.(?:com|br|html|xml)\b | \bR\$ | \#\w+ | \S*\d\S*""",
    re.VERBOSE,
)
PLACES = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%%")
WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
SHINGLE = 3  # words in a row that are said in Portuguese only


def words(text: str) -> list[str]:
    return [found.lower() for found in WORD.findall(text)]


def shingles(text: str) -> Iterator[tuple[str, ...]]:
    for piece in PLACES.split(text):
        found = words(piece)
        for start in range(len(found) - SHINGLE + 1):
            yield tuple(found[start : start + SHINGLE])


@dataclass(frozen=True)
class Catalogues:
    """What the shop says in each language, apart from what it says alike in both."""

    texts: dict[str, frozenset[str]]
    rows: dict[str, frozenset[tuple[str, ...]]]


PORTUGUESE, ENGLISH = "pt-BR", "en"


@cache
def catalogues() -> Catalogues:
    said: dict[str, set[str]] = {PORTUGUESE: set(), ENGLISH: set()}
    for path in sorted(ROOT.glob("*/locale/en/LC_MESSAGES/django.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="en"):
                if message.id:
                    said[PORTUGUESE].update([message.id] if isinstance(message.id, str) else message.id)
                    said[ENGLISH].update([message.string] if isinstance(message.string, str) else message.string)
    folded = {language: {" ".join(each.split()) for each in found if each} for language, found in said.items()}
    rows = {language: {row for each in found for row in shingles(each)} for language, found in folded.items()}
    return Catalogues(
        texts={
            PORTUGUESE: frozenset(folded[PORTUGUESE] - folded[ENGLISH]),
            ENGLISH: frozenset(folded[ENGLISH] - folded[PORTUGUESE]),
        },
        rows={
            PORTUGUESE: frozenset(rows[PORTUGUESE] - rows[ENGLISH]),
            ENGLISH: frozenset(rows[ENGLISH] - rows[PORTUGUESE]),
        },
    )


@dataclass
class Judge:
    """Knows the names that are in no language."""

    names: Iterable[str] = ()
    known: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        told = sorted({" ".join(name.split()) for name in self.names if len(name) > 2}, key=len, reverse=True)
        every = "|".join([*map(re.escape, told), STAY])
        self.is_name = re.compile(rf"(?<!\w)(?:{every})(?!\w)", re.IGNORECASE)

    def plain(self, text: str) -> str:
        return CODES.sub(" · ", self.is_name.sub(" · ", " ".join(text.split())))

    def fault(self, text: str) -> str:
        """Why this is Portuguese; nothing when it is not."""
        if text not in self.known:
            self.known[text] = self._fault(text)
        return self.known[text]

    def _fault(self, text: str) -> str:
        folded = " ".join(text.split())
        if folded in catalogues().texts[PORTUGUESE] and words(self.plain(folded)):
            return "is translated"
        left = self.plain(folded)
        for row in shingles(left):
            if row in catalogues().rows[PORTUGUESE]:
                return f"is translated: {' '.join(row)}"
        if found := LETTERS.search(left):
            return f"letter {found[0]}"
        portuguese = [word for word in words(left) if word in FREQUENT]
        return f"word {portuguese[0]}" if portuguese else ""


def english_in(text: str) -> str:
    """The English of the catalogues in a Portuguese text: several words in a row that only English has."""
    folded = " ".join(text.split())
    if len(words(folded)) >= SHINGLE and folded in catalogues().texts[ENGLISH]:
        return folded
    rows = catalogues().rows[ENGLISH]
    return next((" ".join(row) for row in shingles(folded) if row in rows), "")
