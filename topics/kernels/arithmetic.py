"""What the compiler may do to sums and products of floats."""

from __future__ import annotations

REORDERED = {"reassoc", "nsz", "contract", "nnan", "ninf"}
"""For ``njit(fastmath=REORDERED)``: sums in the order of vectors, products and sums in one step.

All of ``fastmath=True`` but approximate reciprocals and functions. Numba optimises the body
of a parallel loop once more when it writes it to its cache, and a division that may be taken
apart ("arcp") then comes out in another way: the process that compiled a kernel would get
other bits than all later ones, which load it.
"""
