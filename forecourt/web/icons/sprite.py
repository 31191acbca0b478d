"""One sprite of the icons named in names.txt, drawn by Heroicons (MIT)."""

import re
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Final
from zipfile import ZipFile

NAMES: Final = Path(__file__).with_name("names.txt")
_PATH: Final = re.compile(r'\bd="([^"]+)"')


def sprite() -> str:
    """An SVG whose symbols are used as `<use href="…#phone">`."""
    packed = BytesIO((files("heroicons") / "heroicons.zip").read_bytes())
    with ZipFile(packed) as drawings:
        symbols = [
            _symbol(name, drawings.read(f"outline/{name}.svg").decode("utf-8"))
            for name in NAMES.read_text("utf-8").split()
        ]
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>'


def _symbol(name: str, drawing: str) -> str:
    paths = "".join(f'<path d="{path}"/>' for path in _PATH.findall(drawing))
    return (
        f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
        f' stroke-linecap="round" stroke-linejoin="round">{paths}</symbol>'
    )
