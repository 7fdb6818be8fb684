"""A product of the demo shop as its makers write it down."""

from dataclasses import dataclass, field
from decimal import Decimal

from tools.pictures.look import Look
from tools.pictures.picture import Picture


@dataclass(frozen=True)
class Light:
    """Light of the whole piece with its included bulbs, all lit."""

    watts: float
    lumens: int
    kelvin: int
    base: str = "led-integrado"
    bulbs: int = 0
    cri: int = 80
    voltage: str = "bivolt"
    beam: int | None = None
    dimmable: bool = False
    life: int = 25000
    max_watts: float | None = None
    inmetro: str = ""

    @property
    def efficacy(self) -> Decimal:
        return round(Decimal(self.lumens) / Decimal(str(self.watts)), 1)


@dataclass(frozen=True)
class Item:
    id: int
    slug: str
    title: str
    category: str
    brand: str
    price: str
    stock: int
    summary: str
    description: str
    size: tuple[float, float, float]
    weight: float
    kind: str
    finish: str
    material: tuple[str, ...]
    rooms: tuple[str, ...]
    style: str
    light: Light | None = None
    off: str = "0"
    family: str = ""
    related: tuple[int, ...] = ()
    tags: tuple[str, ...] = ()
    cable: float = 0
    ip: str = ""
    wall: str = "gesso"
    ground: str = "none"
    accent: str = "latao"
    variant: str = ""
    count: int = 1
    paint: str = ""
    zoom: float = 2.0
    warranty: str = "12 meses de garantia"
    more: dict[str, object] = field(default_factory=dict)

    @property
    def picture(self) -> Picture:
        width, height, depth = self.size
        look = Look(
            kind=self.kind,
            width=width,
            height=height,
            depth=depth,
            finish=self.paint or self.finish,
            accent=self.accent,
            count=self.count,
            cable=self.cable,
            variant=self.variant,
        )
        return Picture(look, self.wall, self.ground, self.light.kelvin if self.light else None, self.zoom)
