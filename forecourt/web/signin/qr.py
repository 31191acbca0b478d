"""QR codes as one SVG path."""

from dataclasses import dataclass

import segno

QUIET = 2


@dataclass(frozen=True, slots=True)
class QrCode:
    side: int  # modules, with the quiet zone
    path: str


def qr_of(text: str) -> QrCode:
    """For the template `signin/_qr.html`."""
    matrix = segno.make(text, error="m", micro=False).matrix
    dots = [
        f"M{x + QUIET} {y + QUIET}h1v1h-1z"
        for y, row in enumerate(matrix)
        for x, dark in enumerate(row)
        if dark
    ]
    return QrCode(len(matrix) + 2 * QUIET, "".join(dots))
