"""The colours keep the contrast that a lot in the sun needs."""

import re

import pytest

from forecourt.web.assets import WEB

TOKENS = (WEB / "css/tokens.css").read_text("utf-8")
INKS = ("ink", "ink-2", "ok", "soon", "late", "plate")
GROUNDS = ("canvas", "sunk", "surface")
TEXT = {
    7.0: [
        *((ink, ground) for ink in INKS for ground in GROUNDS),
        ("on-plate", "plate"), ("on-late", "late-fill"), ("soon", "soon-soft"),
        ("late", "late-soft"), ("ink", "plate-soft"), ("ink-2", "plate-soft"),
        ("plate", "plate-soft"),
    ],
    5.6: [("ink-3", ground) for ground in GROUNDS],
    3.0: [("line-strong", ground) for ground in GROUNDS],
}  # fmt: skip


def _block(opening: str) -> dict[str, str]:
    body = TOKENS.split(opening + " {", 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([\w-]+): ([^;]+);", body))


def _look(name: str) -> dict[str, str]:
    day = _block(":root")
    return day if name == "day" else {**day, **_block(f"[data-theme={name}]")}


def _light(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    parts = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_light(one), _light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", ["day", "night", "sun"])
def test_every_word_can_be_read_on_every_ground(name: str) -> None:
    look = _look(name)

    weak = [
        (ink, ground, round(_contrast(look[ink], look[ground]), 2))
        for least, pairs in TEXT.items()
        for ink, ground in pairs
        if _contrast(look[ink], look[ground]) < least
    ]

    assert weak == []


def test_the_automatic_looks_are_the_chosen_ones() -> None:
    assert _block("[data-theme=auto][data-after-hours]") == _block("[data-theme=night]")
    assert _block(":root:not([data-theme=night])") == _block("[data-theme=sun]")


def test_only_the_tokens_know_colours() -> None:
    plates = {"plate.css"}  # a plate is white with a black rim in every look
    known = {
        path.name
        for path in WEB.rglob("*.css")
        if path.name not in {"tokens.css", "print.css"} | plates
        and re.search(r"#[0-9a-fA-F]{6}\b", path.read_text("utf-8"))
    }

    assert known == set()


def test_nothing_is_laid_out_by_left_and_right() -> None:
    physical = re.compile(r"(?<![\w-])(?:margin|padding|border|inset)?-?(?:left|right)\s*:")
    found = {path.name for path in WEB.rglob("*.css") if physical.search(path.read_text("utf-8"))}

    assert found == set()
