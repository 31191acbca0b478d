"""Text as it is compared and searched: no engine folds ł, ß, ø or đ, so Python does."""

import re
import unicodedata

LETTERS = str.maketrans(
    {"ł": "l", "ß": "ss", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"}
)
_NOT_KEY = re.compile(r"[^0-9a-z]+")


def fold(text: str) -> str:
    """Lower case without accents: "Škoda Żółw" -> "skoda zolw"."""
    lowered = text.casefold().translate(LETTERS)
    plain = "".join(
        sign for sign in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(sign)
    )
    return " ".join(plain.split())


def key_of(text: str) -> str:
    """Letters and digits of the folded text: "F-2041" -> "f2041"."""
    return _NOT_KEY.sub("", fold(text))
