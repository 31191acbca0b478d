"""Text and JSON from outside, made harmless before a parser looks at them.

`clean` gives text that every store and screen accepts. `safe_json` reads a body or raises
ValueError, never anything else. `text_of`, `mapping_of` and `list_of` read one value of a type
that nobody vouches for.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence

MAX_DEPTH = 32
MAX_DIGITS = 40

_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters except tab and newline
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidi marks, embeddings, isolates
    "\ud800-\udfff"  # lone surrogates
    "\ufffe\uffff]"
)
_TOKENS = re.compile(rb'"(?:[^"\\]|\\.)*+"|[\[\]{}]', re.DOTALL)


def clean(text: str, limit: int) -> str:
    """The text without control, bidi and surrogate characters, at most `limit` characters.

    Line ends become "\\n"; newline and tab stay. White space at both ends goes.
    """
    unified = text[: 4 * limit + 1024].replace("\r\n", "\n").replace("\r", "\n")
    return _UNWANTED.sub("", unified).strip()[:limit].rstrip()


def safe_json(body: bytes) -> object:
    """The JSON value in `body`. ValueError for anything that is not plain, sane JSON.

    Refused: bytes that are not UTF-8, nesting deeper than 32, numbers longer than 40 digits,
    NaN and Infinity. A leading byte order mark is skipped.
    """
    try:
        text = body.decode("utf-8-sig")
        _refuse_depth(body)
        return json.loads(text, parse_constant=_refuse_constant, parse_int=_int, parse_float=_float)
    except (ValueError, RecursionError, MemoryError) as error:
        raise ValueError(_short(error)) from None


def text_of(value: object, limit: int = 200) -> str:
    """Clean text of a JSON string or number; "" for anything else."""
    if isinstance(value, str):
        return clean(value, limit)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return clean(str(value), limit)
    return ""


def mapping_of(value: object) -> Mapping[str, object]:
    """The JSON object, or an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def list_of(value: object) -> Sequence[object]:
    """The JSON array, or an empty one for anything else."""
    return value if isinstance(value, list) else []


def _refuse_depth(body: bytes) -> None:
    if _depth(match.group() for match in _TOKENS.finditer(body)) > MAX_DEPTH:
        raise ValueError(f"nested deeper than {MAX_DEPTH}")


def _depth(tokens: Iterable[bytes]) -> int:
    depth = deepest = 0
    for token in tokens:
        if token in (b"[", b"{"):
            depth += 1
            deepest = max(deepest, depth)
        elif token in (b"]", b"}"):
            depth -= 1
    return deepest


def _refuse_constant(word: str) -> object:
    raise ValueError(f"{word} is not JSON")


def _int(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise ValueError("a number is too long")
    return int(digits)


def _float(digits: str) -> float:
    number = float(digits) if len(digits) <= MAX_DIGITS else float("inf")
    if number in (float("inf"), float("-inf")):
        raise ValueError("a number is too large")
    return number


def _short(error: BaseException) -> str:
    return clean(str(error), 120) or type(error).__name__
