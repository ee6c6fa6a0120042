"""What the compiler may change in sums and products of floats."""

from __future__ import annotations

REORDERED = {"reassoc", "nsz", "contract", "nnan", "ninf"}
"""For ``njit(fastmath=REORDERED)``: sums may be reordered for vectors, products and sums fused.

This is ``fastmath=True`` without approximate reciprocals ("arcp") and functions ("afn"). Numba
optimises the body of a parallel loop again when it writes it to its cache. With "arcp" the
cached code would round divisions differently from the code just compiled, so the process that
compiled a kernel would get other bits than all later ones, which load it.
"""
