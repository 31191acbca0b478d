"""Medians and percentiles, printed so that a person can compare them."""

from collections.abc import Sequence
from dataclasses import dataclass

SHARES = (0.5, 0.95, 0.99)


@dataclass(frozen=True, slots=True)
class Spread:
    """How long something took, in milliseconds."""

    count: int
    p50: float
    p95: float
    p99: float
    worst: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Spread":
        """Raises ValueError for no measurements at all."""
        if not seconds:
            raise ValueError("nothing was measured")
        ordered = sorted(seconds)
        p50, p95, p99 = (round(1000 * percentile(ordered, share), 3) for share in SHARES)
        return cls(len(ordered), p50, p95, p99, round(1000 * ordered[-1], 3))

    def __str__(self) -> str:
        return f"p50 {self.p50:8.2f} ms  p95 {self.p95:8.2f} ms  p99 {self.p99:8.2f} ms"


def percentile(ordered: Sequence[float], share: float) -> float:
    """The nearest-rank percentile of sorted values."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def say(what: str, value: object) -> None:
    print(f"  {what:<46} {value}", flush=True)
