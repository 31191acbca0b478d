"""The column that search reads: folded in Python, since no engine folds ł, ß or ø."""

from collections.abc import Iterable

from forecourt.dealership.folding import fold


def search_text(name: str, company: str, values: Iterable[str]) -> str:
    """Folded words of a customer, at most 400 signs."""
    return " ".join(filter(None, [fold(name), fold(company), *values]))[:400]
