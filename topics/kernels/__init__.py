"""Which loops take the time? Numba kernels on arrays, importing only numpy and numba."""

import os

# Otherwise OpenMP's threads spin while they wait for the slowest one. On a busy machine they
# take the processor from the very thread they wait for: a fit that shared two cores with three
# other programs took 12 s, and 2.5 s with threads that sleep. OpenMP reads this variable once,
# when its library is loaded, so it must be set before the first kernel runs.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

from topics.kernels.compiling import announce_compiling

announce_compiling()
