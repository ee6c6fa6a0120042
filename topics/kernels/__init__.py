"""Numba loops on arrays; they import numpy and numba only."""

import os

# OpenMP's threads otherwise spin while they wait for the slowest one. On a machine that does
# other work too, they take the processor from the very thread that they wait for: a fit that
# shared two cores with three other programs took 12 s, and 2.5 s with threads that sleep.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
