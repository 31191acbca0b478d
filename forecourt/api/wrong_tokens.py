"""How often an address may try tokens that open nothing. Good tokens are never slowed down."""

from collections import OrderedDict
from threading import Lock
from time import monotonic

from forecourt.api.problems import Problem

MOST, WITHIN_S = 300, 60.0
MOST_ADDRESSES = 10_000

_tries: OrderedDict[str, tuple[float, int]] = OrderedDict()  # address: when it began, how many
_lock = Lock()


def count_wrong_token(address: str) -> None:
    """Raises Problem 429 for more than MOST wrong tokens within WITHIN_S, in this process."""
    now = monotonic()
    with _lock:
        began, count = _tries.pop(address, (now, 0))
        if now - began > WITHIN_S:
            began, count = now, 0
        _tries[address] = (began, count + 1)
        if len(_tries) > MOST_ADDRESSES:
            _tries.popitem(last=False)
    if count >= MOST:
        wait = max(1, int(began + WITHIN_S - now))
        raise Problem(429, "Too many wrong tokens.", headers={"Retry-After": str(wait)})


def forget_wrong_tokens() -> None:
    with _lock:
        _tries.clear()
