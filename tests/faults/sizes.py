"""How much of each fault a run tries: seconds here, hours in `bin/bench faults`."""

import os


def size(name: str, short: int) -> int:
    """`short`, or what FORECOURT_FAULTS_<name> says."""
    return int(os.environ.get(f"FORECOURT_FAULTS_{name}", short))


SEED = size("SEED", 1)
