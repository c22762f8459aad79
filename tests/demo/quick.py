"""Stand-ins for the demonstration's pictures: drawn at once, no two alike."""

from PIL import Image, ImageDraw


def draw(number: int, *, size: str) -> Image.Image:
    """A small picture full of stripes, of a width and a colour of its own."""
    picture = Image.new("RGB", (480, 360), (number * 6, 120, 255 - number * 6))
    pen = ImageDraw.Draw(picture)
    for left in range(0, 480, 8 + number):
        pen.rectangle((left, 0, left + 3, 360), fill=(255, 250, 240))
    return picture


def draw_twelve(number: int, *, size: str) -> Image.Image:
    """The first twelve; then somebody pulls the plug."""
    if number > 12:
        raise InterruptedError("the plug was pulled")
    return draw(number, size=size)
