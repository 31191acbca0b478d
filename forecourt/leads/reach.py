"""How far off the due time of a next step may lie."""

from datetime import timedelta

OLDEST = timedelta(days=1)
FURTHEST = timedelta(days=400)
