"""Numba loops on arrays; they import numpy and numba only."""
