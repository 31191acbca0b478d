"""The lot's colour on white paper, with words on it that can be read."""

import re
from dataclasses import dataclass

_HEX = re.compile(r"#[0-9A-Fa-f]{6}")
OURS = "#0A3AA6"
ENOUGH = 4.5  # contrast of text, WCAG AA


@dataclass(frozen=True, slots=True)
class Colours:
    brand: str  # of surfaces
    on_brand: str  # of words on it
    link: str  # of words on white


def colours_of(colour: str) -> Colours:
    """Anything that is no #rrggbb counts as ours; a pale colour never carries words on white."""
    brand = colour if _HEX.fullmatch(colour) else OURS
    on_brand = "#ffffff" if _contrast(brand, "#ffffff") >= ENOUGH else "#101719"
    link = brand if _contrast(brand, "#ffffff") >= ENOUGH else "#101719"
    return Colours(brand, on_brand, link)


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = map(_linear, channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
