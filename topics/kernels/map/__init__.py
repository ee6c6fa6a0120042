"""Loops of the map: nearest neighbours and the layout of points."""
