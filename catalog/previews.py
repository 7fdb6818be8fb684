"""The picture a link to a product shows in a chat or on a wall: 1200 × 630, as every network crops the same way.

The product is never cut and never scaled up. What is missing at the sides goes on from the picture's own edge, so
that a wall stays a wall and a white ground stays white.
"""

from PIL import Image as Pillow

WIDTH, HEIGHT = 1200, 630
LOWEST = HEIGHT // 2  # a picture that fills less than that says nothing at this size
EDGE = 6  # pixels of the border that are averaged
BOX = Pillow.Resampling.BOX


def is_worth_it(picture: Pillow.Image) -> bool:
    return picture.height >= LOWEST


def draw(picture: Pillow.Image) -> Pillow.Image:
    """The picture whole, in the middle of its own surroundings."""
    middle = opaque(picture)
    middle.thumbnail((WIDTH, HEIGHT), Pillow.Resampling.LANCZOS)
    width, height = middle.size
    edge = min(EDGE, width, height)
    left, top = (WIDTH - width) // 2, (HEIGHT - height) // 2
    row = Pillow.new("RGB", (WIDTH, height))
    row.paste(middle.resize((1, height), BOX, box=(0, 0, edge, height)).resize((left or 1, height)), (0, 0))
    rest = WIDTH - left - width
    right_edge = middle.resize((1, height), BOX, box=(width - edge, 0, width, height))
    row.paste(right_edge.resize((rest or 1, height)), (left + width, 0))
    row.paste(middle, (left, 0))
    drawn = Pillow.new("RGB", (WIDTH, HEIGHT))
    rest = HEIGHT - top - height
    drawn.paste(row.resize((WIDTH, 1), BOX, box=(0, 0, WIDTH, edge)).resize((WIDTH, top or 1)), (0, 0))
    lower_edge = row.resize((WIDTH, 1), BOX, box=(0, height - edge, WIDTH, height))
    drawn.paste(lower_edge.resize((WIDTH, rest or 1)), (0, top + height))
    drawn.paste(row, (0, top))
    return drawn


def opaque(picture: Pillow.Image) -> Pillow.Image:
    """On white where it was see-through."""
    if picture.mode != "RGBA":
        return picture.convert("RGB").copy()
    ground = Pillow.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    return ground
